package site

// Render says how articles are rendered.
type Render struct {
	Captions  string // one of captionChoices
	Footnotes string // one of footnoteChoices
	// Plain leaves code without colours.
	Plain bool
	// Unset leaves the setting of type to WeChat.
	Unset bool
}

// The choices of what stands below an image and of what becomes of links out of
// the account; the first is the default.
var (
	captionChoices  = []string{"auto", "title", "none"}
	footnoteChoices = []string{"footnotes", "keep", "strip"}
)

// render reads the table of that name.
func (r configReader) render(f field) {
	o := &r.Render
	r.tableOf(f, "render", setters{
		"captions":   func(f field) { o.Captions = r.choice(f, captionChoices...) },
		"footnotes":  func(f field) { o.Footnotes = r.choice(f, footnoteChoices...) },
		"highlight":  func(f field) { o.Plain = !r.truth(f) },
		"typography": func(f field) { o.Unset = !r.truth(f) },
	})
}
