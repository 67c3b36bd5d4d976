package diag

var assetTexts = map[string]entry{}
