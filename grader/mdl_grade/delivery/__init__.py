"""What is made to be used elsewhere: workflows, assignments for platforms, kits of a course, wheels."""
