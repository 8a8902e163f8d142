"""What is made here to be used elsewhere: workflows for pull requests, all wheels of an installation."""
