package diag

var cliTexts = map[string]entry{}
