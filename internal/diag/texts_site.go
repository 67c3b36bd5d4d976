package diag

var siteTexts = map[string]entry{}
