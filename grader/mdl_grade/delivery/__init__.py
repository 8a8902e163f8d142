"""What is made here to be used elsewhere: all wheels of an installation."""
