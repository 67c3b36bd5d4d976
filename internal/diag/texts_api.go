package diag

var apiTexts = map[string]entry{}
