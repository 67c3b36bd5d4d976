package preview

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"mpsync/internal/diag"
	"mpsync/internal/local"
)

// choice is what a page is asked to show; it stands in the page's address, so
// that two tabs can differ and a new server finds it again.
type choice struct {
	At    string // path of the article
	Theme string // another than the article's own, or ""
	With  string // a second one beside it, or ""
	Dark  bool
	Cards bool // how the message looks in lists and when it is shared
	Width int  // of the phone, in CSS pixels
	Lang  diag.Lang
	given string // the language in the address, if any
}

// widths of phones and of a tablet.
var widths = []int{375, 414, 768}

func (s *Server) choiceOf(r *http.Request) choice {
	q := r.URL.Query()
	c := choice{
		At: q.Get("at"), Theme: q.Get("theme"), With: q.Get("with"),
		Dark: q.Get("dark") == "1", Cards: q.Get("show") == "cards", given: q.Get("lang"),
	}
	c.Width, _ = strconv.Atoi(q.Get("width")) // absent means the first
	if !slices.Contains(widths, c.Width) {
		c.Width = widths[0]
	}
	c.Lang = local.Lang(c.given, r.Header.Get("Accept-Language"), s.Lang)
	return c
}

// query writes a choice with some keys changed; "" takes a key away.
func (c choice) query(pairs ...any) string {
	set := map[string]string{"at": c.At, "theme": c.Theme, "with": c.With, "lang": c.given}
	if c.Dark {
		set["dark"] = "1"
	}
	if c.Cards {
		set["show"] = "cards"
	}
	if c.Width != widths[0] {
		set["width"] = strconv.Itoa(c.Width)
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		value := ""
		switch v := pairs[i+1].(type) {
		case string:
			value = v
		case int:
			value = strconv.Itoa(v)
		}
		set[pairs[i].(string)] = value
	}
	q := url.Values{}
	for key, value := range set {
		if value != "" {
			q.Set(key, value)
		}
	}
	return "?" + q.Encode()
}
