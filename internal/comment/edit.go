package comment

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"mpsync/internal/model"
	"mpsync/internal/state"
)

// beijing is the zone that times are written in, so that a file reads the same
// wherever it was pulled; WeChat's own console shows it.
var beijing = time.FixedZone("", 8*60*60)

// newItem is an item that a pull adds.
func newItem(c model.Comment, indent int) *Item {
	i := &Item{ID: c.ID, Text: c.Text, Featured: new(c.Featured), Reply: tidy(c.Reply)}
	pad := strings.Repeat(" ", indent)
	i.raw = pad + "- id: " + strconv.FormatInt(c.ID, 10) + "\n"
	pad += "  "
	i.raw += about(c, pad)
	i.raw += pad + "featured: " + strconv.FormatBool(c.Featured) + "\n"
	i.raw += entry(pad, "reply", i.Reply)
	return i
}

// about are the lines that tell of a comment and that nobody edits.
func about(c model.Comment, pad string) string {
	s := pad + "time: " + Stamp(c.Time) + "\n"
	if c.OpenID != "" {
		s += pad + "author: " + Short(c.OpenID) + "\n"
	}
	return s + entry(pad, "text", tidy(c.Text))
}

// authorChars is how much of an openid tells authors of one article apart; the
// whole would not belong into a repository.
const authorChars = 6

// Short is an openid cut to its end.
func Short(openid string) string {
	if len(openid) <= authorChars {
		return openid
	}
	return "…" + openid[len(openid)-authorChars:]
}

// entry writes a key with a text, over several lines where the text has them.
func entry(pad, key, text string) string {
	switch {
	case text == "":
		return pad + key + ":\n"
	case plain(text):
		return pad + key + ": " + text + "\n"
	case strings.Contains(text, "\n") && blockable(text):
		block := strings.ReplaceAll(pad+key+": |-\n"+text, "\n", "\n"+pad+"  ")
		return blankLine.ReplaceAllString(block, "") + "\n"
	}
	return pad + key + ": " + quote(text) + "\n"
}

var blankLine = regexp.MustCompile(`(?m)^ +$`)

var yamlWord = regexp.MustCompile(`(?i)^(true|false|yes|no|on|off|y|n|null|nan|inf)$`)

// plain says whether a text can stand without quotes.
func plain(s string) bool {
	first := []rune(s)[0]
	if !unicode.IsLetter(first) || yamlWord.MatchString(s) || strings.HasSuffix(s, ":") {
		return false
	}
	if strings.Contains(s, ": ") || strings.Contains(s, " #") {
		return false
	}
	return printable(s, false)
}

// blockable says whether a text of several lines can stand as it is.
func blockable(s string) bool {
	for line := range strings.SplitSeq(s, "\n") {
		if strings.TrimSpace(line) == "" && line != "" {
			return false
		}
	}
	return printable(s, true)
}

func printable(s string, lines bool) bool {
	for _, r := range s {
		switch {
		case r == '\n' && lines:
		case r == '\u0085', r == '\u2028', r == '\u2029', r == '\ufeff', unicode.IsControl(r):
			return false
		}
	}
	return true
}

// quote writes a text in double quotes.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < 0x10000 && !printable(string(r), false):
			b.WriteString(`\u` + strings.ToUpper(strconv.FormatInt(0x10000+int64(r), 16)[1:]))
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// leadLines counts the blank lines and notes above an item.
func leadLines(raw string) int {
	n := 0
	for line := range strings.Lines(raw) {
		if itemStart.MatchString(strings.TrimRight(line, " \t\n")) {
			break
		}
		n++
	}
	return n
}

// bodyOf is an item without what stands above it.
func bodyOf(raw string) string {
	lines := strings.SplitAfter(raw, "\n")
	return strings.Join(lines[leadLines(raw):], "")
}

// hasNotes says whether a person wrote a note in or above an item.
func (i *Item) hasNotes() bool {
	return slices.ContainsFunc(strings.Split(i.raw, "\n"), func(line string) bool {
		return strings.HasPrefix(strings.TrimSpace(line), "#")
	})
}

// set writes the value of a key, which text already is YAML of with its line
// ends. What stands behind a short value stays.
func (i *Item) set(key string, write func(pad string) string) {
	lines := linesOf(i.raw)
	pad := i.pad()
	at, end := i.span(lines, pad, key)
	now := write(pad)
	if at < 0 { // behind the last line that says something
		at = len(lines)
		for at > 0 && strings.TrimSpace(lines[at-1]) == "" {
			at--
		}
		if !strings.HasSuffix(lines[at-1], "\n") {
			lines[at-1] += "\n"
		}
		i.raw = strings.Join(slices.Insert(lines, at, now), "")
		return
	}
	if dash := strings.Index(lines[at], "- "); strings.HasPrefix(strings.TrimSpace(lines[at]), "- ") {
		now = lines[at][:dash+2] + strings.TrimPrefix(now, pad)
	}
	if note := trailing.FindString(strings.TrimSuffix(lines[at], "\n")); note != "" && strings.Count(now, "\n") == 1 && end == at+1 {
		now = strings.TrimSuffix(now, "\n") + note + "\n"
	}
	i.raw = strings.Join(slices.Replace(lines, at, end, now), "")
}

// trailing is a note behind a value that holds no quote.
var trailing = regexp.MustCompile(`[ \t]+#[^"']*$`)

// span finds the lines of a key: at is -1 when it is not there.
func (i *Item) span(lines []string, pad, key string) (at, end int) {
	start := regexp.MustCompile(`^(` + pad + `|` + pad[2:] + `- )["']?` + key + `["']?[ \t]*:`)
	at = slices.IndexFunc(lines, start.MatchString)
	if at < 0 {
		return -1, -1
	}
	for end = at + 1; end < len(lines); end++ {
		if l := lines[end]; strings.TrimSpace(l) != "" && indentOf(l) <= len(pad) {
			break
		}
	}
	for end > at+1 && strings.TrimSpace(lines[end-1]) == "" {
		end--
	}
	return at, end
}

// SetFeatured changes the item.
func (i *Item) SetFeatured(v bool) {
	i.Featured = &v
	i.set("featured", func(pad string) string { return pad + "featured: " + strconv.FormatBool(v) + "\n" })
}

// SetReply changes the item; "" takes the reply out.
func (i *Item) SetReply(text string) {
	i.Reply = tidy(text)
	i.set("reply", func(pad string) string { return entry(pad, "reply", i.Reply) })
}

// setGone marks an item whose comment is gone but that a person wrote in.
func (i *Item) setGone() {
	if !i.Gone {
		i.Gone = true
		i.set("gone", func(pad string) string { return pad + "gone: true\n" })
	}
}

// add puts an item before the first one that is older, a blank line apart.
func (f *File) add(c model.Comment) {
	indent := 2
	if len(f.Items) > 0 {
		indent = indentOf(bodyOf(f.Items[0].raw))
	} else {
		f.head = emptyList.ReplaceAllString(f.head, "comments:$1")
	}
	i := newItem(c, indent)
	at := slices.IndexFunc(f.Items, func(old *Item) bool { return old.ID < c.ID })
	switch {
	case at < 0:
		at = len(f.Items)
		if at > 0 {
			i.raw = "\n" + i.raw
		}
	case strings.HasPrefix(f.Items[at].raw, "\n"):
		i.raw = "\n" + i.raw
	default:
		i.raw += "\n"
	}
	f.Items = slices.Insert(f.Items, at, i)
}

// Remove takes the item of a comment out of the file.
func (f *File) Remove(id int64) {
	f.Items = slices.DeleteFunc(f.Items, func(i *Item) bool { return i.ID == id && !i.broken })
}

var emptyList = regexp.MustCompile(`(?m)^comments:[ \t]*\[\]([ \t]*(?:#.*)?)$`)

func linesOf(raw string) []string { return strings.SplitAfter(raw, "\n") }

// pad is what stands before the keys of an item.
func (i *Item) pad() string { return strings.Repeat(" ", indentOf(bodyOf(i.raw))+2) }

// described says whether the file tells what comment an item is.
func (i *Item) described() bool {
	return slices.ContainsFunc([]string{"time", "author", "text"}, func(key string) bool {
		at, _ := i.span(linesOf(i.raw), i.pad(), key)
		return at >= 0
	})
}

// describe writes behind the id of an item, which a person began, what comment
// it is.
func (i *Item) describe(c model.Comment) {
	i.Text = c.Text
	lines := linesOf(i.raw)
	_, end := i.span(lines, i.pad(), "id")
	i.raw = strings.Join(slices.Insert(lines, end, about(c, i.pad())), "")
}

// oneLine folds white space.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// Wish writes a change into the item of its comment, where the file has one.
func (f *File) Wish(c Change) {
	i := f.Item(c.ID)
	if i == nil {
		return
	}
	switch c.Do {
	case model.CommentFeature, model.CommentUnfeature:
		i.SetFeatured(c.Do == model.CommentFeature)
	case model.CommentReply, model.CommentUnreply:
		i.SetReply(c.Reply)
	case model.CommentDelete:
		i.Delete = true
		i.set("delete", func(pad string) string { return pad + "delete: true\n" })
	default:
	}
}

// Done says whether the record knows a change as carried out.
func (c Change) Done(base *state.Comments) bool {
	switch c.Do {
	case model.CommentFeature, model.CommentUnfeature:
		return base.IsFeatured(c.ID) == (c.Do == model.CommentFeature)
	case model.CommentReply, model.CommentUnreply:
		return base.Reply(c.ID) == HashReply(c.Reply)
	default:
		return false
	}
}

// Stamp is a time as files have it.
func Stamp(unix int64) string { return time.Unix(unix, 0).In(beijing).Format(time.RFC3339) }
