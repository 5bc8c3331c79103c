"""What an installation is set up with: campaign files and rosters, read, checked and changed."""
