package diag

var renderTexts = map[string]entry{}
