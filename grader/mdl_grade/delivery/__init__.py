"""What is made here to be used elsewhere: workflows for pull requests, kits of a course, wheels of an installation."""
