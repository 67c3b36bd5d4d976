package site

import (
	"net/url"
	"unicode/utf8"

	"mpsync/internal/diag"
)

// The limits of fields in characters, that of an URL in bytes. The documents
// disagree; the lower number is safe with every account.
// https://developers.weixin.qq.com/doc/subscription/api/draftbox/draftmanage/api_draft_add.html
const (
	titleLimit     = 64
	titleSafe      = 32
	authorLimit    = 16
	authorSafe     = 8
	digestLimit    = 120
	sourceURLLimit = 1024
)

// CheckTitle finds what is wrong with the length of a title; drafts says that
// it goes to the draft box, whose limit is lower.
func CheckTitle(title string, drafts bool, pos diag.Pos) []diag.Diagnostic {
	return check(utf8.RuneCountInString(title), []limit{
		{titleLimit, true, diag.Error, "title-too-long"},
		{titleSafe, drafts, diag.Error, "title-too-long"},
		{titleSafe, !drafts, diag.Warning, "title-risky"},
	}, pos)
}

// CheckAuthor is [CheckTitle] for an author.
func CheckAuthor(author string, drafts bool, pos diag.Pos) []diag.Diagnostic {
	return check(utf8.RuneCountInString(author), []limit{
		{authorLimit, drafts, diag.Error, "author-too-long"},
		{authorSafe, true, diag.Warning, "author-risky"},
	}, pos)
}

type limit struct {
	most     int
	applies  bool
	severity diag.Severity
	code     string
}

// check reports the first limit that n exceeds.
func check(n int, limits []limit, pos diag.Pos) []diag.Diagnostic {
	for _, l := range limits {
		if l.applies && n > l.most {
			return []diag.Diagnostic{diag.New(l.severity, l.code, pos, n, l.most)}
		}
	}
	return nil
}

// checkLimits checks what the front matter itself gives; what stands in
// mpsync.yaml is found there.
func (r metaReader) checkLimits() {
	s, drafts := r.s, r.Config.Drafts()
	s.list = append(s.list, CheckTitle(s.Meta.Title, drafts, s.Pos("title"))...)
	if _, ok := s.keys["author"]; ok {
		s.list = append(s.list, CheckAuthor(s.Meta.Author, drafts, s.Pos("author"))...)
	}
	s.list = append(s.list, check(utf8.RuneCountInString(s.Meta.Digest), []limit{
		{digestLimit, true, diag.Error, "digest-too-long"},
	}, s.Pos("digest"))...)
	s.list = append(s.list, check(len(s.Meta.SourceURL), []limit{
		{sourceURLLimit, true, diag.Error, "source-url-too-long"},
	}, s.Pos("source_url"))...)
}

// isWeb says whether s is an address that a browser opens.
func isWeb(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}
