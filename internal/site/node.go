package site

// kind is what a value of YAML or TOML is.
type kind int

const (
	null kind = iota
	text      // also dates, which no key of ours is
	boolean
	number
	list
	table
)

// node is a value of YAML or TOML and where it stands: one form for both, so
// that a key means the same in either.
type node struct {
	place
	kind   kind
	text   string // of text, boolean and number, as written but for quotes
	items  []*node
	fields []field
}

// field is a key of a table and its value.
type field struct {
	place
	key   string
	value *node
}

// add appends a field; a key that stands twice is an error that names both
// lines, and the first one stays.
func (n *node) add(f *findings, code string, new field) {
	for _, old := range n.fields {
		if old.key == new.key {
			f.error(new.place, code, new.key, old.line)
			return
		}
	}
	n.fields = append(n.fields, new)
}

// get is the value of a key; ok is false when the key is absent or has no value.
func (n *node) get(key string) (fl field, ok bool) {
	for _, fl := range n.fields {
		if fl.key == key {
			return fl, fl.value.kind != null
		}
	}
	return field{}, false
}

// scalar says whether n can be read as text.
func (n *node) scalar() bool { return n.kind == text || n.kind == boolean || n.kind == number }

// truth reads true and false, also as 1 and 0, as text and in the spellings of
// older YAML.
func (n *node) truth() (value, ok bool) {
	if !n.scalar() {
		return false, false
	}
	switch n.text {
	case "true", "True", "TRUE", "1", "yes", "Yes", "on", "On":
		return true, true
	case "false", "False", "FALSE", "0", "no", "No", "off", "Off":
		return false, true
	}
	return false, false
}

// syntax names the codes of findings about the form of a file.
type syntax struct{ broken, quote, colon, tab, variable, duplicate, shape string }

var (
	yamlFile    = syntax{"yaml-syntax", "yaml-quote", "yaml-colon", "yaml-tab", "yaml-variable", "yaml-duplicate-key", "yaml-not-mapping"}
	frontMatter = syntax{
		"front-matter-syntax", "front-matter-quote", "front-matter-colon", "front-matter-tab", "front-matter-syntax",
		"front-matter-duplicate-key", "front-matter-not-mapping",
	}
)
