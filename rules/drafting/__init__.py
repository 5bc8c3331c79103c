"""The rooms of the consolidated document: material, sections, appendices, cover note."""
