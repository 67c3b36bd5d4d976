// Package comment keeps readers' comments as a file beside their article. Use it
// to read such a file, to bring into it what an account holds, and to learn what
// a person who edited it wants done.
//
// Its one rule: what a person wrote is never lost. A file changes only where the
// account says something new, a line at a time; what cannot be read stays as it
// is and is a finding with a place.
//
// It calls nothing, and it does not decide what is carried out: that is plan's.
package comment

import (
	"path"
	"regexp"
	"strings"

	"mpsync/internal/diag"
	"mpsync/internal/model"
	"mpsync/internal/state"
)

// Suffix ends the name of a file of comments.
const Suffix = ".comments.yaml"

// FileOf is the file of comments beside an article's file.
func FileOf(article string) string {
	return strings.TrimSuffix(article, path.Ext(article)) + Suffix
}

// File is a file of comments. Its items stand in the file's order.
type File struct {
	Path   string // slash-separated, from the site root
	Thread model.Thread
	// Pulled names the pull that last changed what the file says of comments it
	// had. Against a record of another pull the file is older, or newer, and its
	// lines cannot be told from edits.
	Pulled string
	Items  []*Item

	head, tail string // what stands before and behind the items
	crlf       bool
}

// Item is one comment as the file has it.
type Item struct {
	ID   int64
	Pos  diag.Pos
	Text string
	// Featured is nil where the file does not say.
	Featured *bool
	Reply    string // "" for none
	Delete   bool
	// Keep is an explicit `delete: false`, against which no rule deletes.
	Keep bool
	// Gone says that a pull found the comment gone but kept what a person wrote.
	Gone bool

	raw    string // the lines of the item, with the blank lines and notes above it
	broken bool   // findings tell why; the item is kept and means nothing
}

// New is the file of a thread that has none yet; note becomes a comment at its
// top.
func New(path string, t model.Thread, note string) *File {
	head := ""
	for line := range strings.Lines(note) {
		head += "# " + line
	}
	if head != "" && !strings.HasSuffix(head, "\n") {
		head += "\n"
	}
	return &File{Path: path, Thread: t, head: head + "message: " + t.String() + "\ncomments:\n"}
}

// Bytes is the file as it is written.
func (f *File) Bytes() []byte {
	var b strings.Builder
	b.WriteString(f.head)
	for _, i := range f.Items {
		b.WriteString(i.raw)
	}
	b.WriteString(f.tail)
	if f.crlf {
		return []byte(strings.ReplaceAll(b.String(), "\n", "\r\n"))
	}
	return []byte(b.String())
}

// Stale says whether the file and the record belong to different pulls: somebody
// pulled elsewhere and the files did not meet yet.
func (f *File) Stale(base *state.Comments) bool {
	return base != nil && f.Pulled != "" && base.Pulled != "" && f.Pulled != base.Pulled
}

// setPulled names the pull behind the thread.
func (f *File) setPulled(name string) {
	f.Pulled = name
	line := "pulled: " + name
	if pulledLine.MatchString(f.head) {
		f.head = pulledLine.ReplaceAllString(f.head, line)
		return
	}
	f.head = messageLine.ReplaceAllString(f.head, "$0\n"+line)
}

var (
	pulledLine  = regexp.MustCompile(`(?m)^pulled:.*$`)
	messageLine = regexp.MustCompile(`(?m)^message:.*$`)
)

// Item is the item of a comment, nil when the file has none that can be read.
func (f *File) Item(id int64) *Item {
	for _, i := range f.Items {
		if i.ID == id && !i.broken {
			return i
		}
	}
	return nil
}

// sound are the items that can be read.
func (f *File) sound() []*Item {
	var items []*Item
	for _, i := range f.Items {
		if !i.broken {
			items = append(items, i)
		}
	}
	return items
}

// HashReply is what a state remembers of a reply; white space at its ends does
// not count.
func HashReply(text string) string {
	if text = tidy(text); text == "" {
		return ""
	}
	return model.Sum(text)[:16]
}

// tidy is a text as it is written and compared: with LF line ends, without the
// control characters that no call carries.
func tidy(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, s))
}
