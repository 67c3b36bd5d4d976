package diag

var planTexts = map[string]entry{}
