package render

import (
	"bytes"
	"path"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"mpsync/internal/diag"
)

// wikiLinks parses [[note]], [[note#heading|text]] and ![[image.png|300]], as
// Obsidian has them. They become links and images whose destination is the name
// in its brackets, which the caller finds anywhere in the site.
type wikiLinks struct{}

// wikiForm matches one within a line, its name and what follows the name.
var wikiForm = regexp.MustCompile("^!?\\[\\[([^\\s\\[\\]|#`](?:[^\\[\\]|#`\n]*[^\\s\\[\\]|#`\\\\])?)?(#[^\\[\\]|`\n]*[^\\\\\\[\\]|`\n])?((?:\\\\?\\|[^\\[\\]`\n]*)?)\\]\\]")

// sizeForm matches the size of an embedded image.
var sizeForm = regexp.MustCompile(`^\d{1,4}(x\d{1,4})?$`)

// fileForm matches the name of a file that is no note.
var fileForm = regexp.MustCompile(`\.[A-Za-z0-9]{2,5}$`)

// numeral matches what stands in double brackets as a mark of a source.
var numeral = regexp.MustCompile(`^\d{1,3}$`)

// wikiWidth is the attribute of an image node that holds its width in pixels.
const wikiWidth = "wiki-width"

// Trigger implements parser.InlineParser.
func (wikiLinks) Trigger() []byte { return []byte{'[', '!'} }

// Parse implements parser.InlineParser. Double brackets are also marks of
// sources, shell and R: what touches a Latin word, what a reference is defined
// for and what goes on as a link is no name.
func (wikiLinks) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	before := block.PrecendingCharacter()
	line, seg := block.PeekLine()
	m := wikiForm.FindSubmatchIndex(line)
	if m == nil {
		return nil
	}
	embed := line[0] == '!'
	name, heading, rest := string(group(line, m, 1)), string(group(line, m, 2)), group(line, m, 3)
	switch next := line[m[1]:]; {
	case bytes.HasPrefix(next, []byte("(")), bytes.HasPrefix(next, []byte("[")), bytes.HasPrefix(next, []byte(":")):
		return nil
	case !embed && (latin(before) || before == ')' || before == ']'), numeral.MatchString(name), name == "" && (embed || heading == ""):
		return nil
	}
	if _, defined := pc.Reference(string(bytes.TrimSpace(line[bytes.Index(line, []byte("[["))+2 : m[1]-2]))); defined {
		return nil
	}
	block.Advance(m[1])
	at := seg.Start - seg.Padding
	if embed && fileForm.MatchString(name) && !strings.EqualFold(path.Ext(name), ".md") {
		return wikiImage(name, rest, at+m[6])
	}
	link := ast.NewLink()
	link.Destination = wikiName(name)
	switch i := bytes.IndexByte(rest, '|'); {
	case i >= 0 && len(bytes.TrimSpace(rest[i+1:])) > 0 && !embed:
		link.AppendChild(link, wikiText(rest[i+1:], at+m[6]+i+1))
	case name == "":
		link.AppendChild(link, wikiText(group(line, m, 2)[1:], at+m[4]+1))
	default:
		link.AppendChild(link, wikiText(group(line, m, 1), at+m[2]))
		if len(heading) > 1 && heading[1] != '^' {
			link.AppendChild(link, ast.NewString([]byte(" > "+strings.TrimSpace(strings.ReplaceAll(heading[1:], "#", " > ")))))
		}
	}
	return link
}

// group is a group of a match, nil when it took no part.
func group(line []byte, m []int, n int) []byte {
	if m[2*n] < 0 {
		return nil
	}
	return line[m[2*n]:m[2*n+1]]
}

// wikiName is the destination that stands for a name; [page.link] and
// [page.image] undo the escapes.
func wikiName(name string) []byte {
	if name == "" {
		return nil
	}
	return []byte(strings.NewReplacer(`\`, `\\`, "&", `\&`).Replace("[[" + name + "]]"))
}

// isWiki says whether a destination is a name in its brackets.
func isWiki(dest string) bool { return strings.HasPrefix(dest, "[[") && strings.HasSuffix(dest, "]]") }

// wikiText is text that stands at a byte of the source, without the space
// around it.
func wikiText(s []byte, at int) *ast.Text {
	at += len(s) - len(bytes.TrimLeft(s, " \t"))
	t := ast.NewTextSegment(text.NewSegment(at, at+len(bytes.TrimSpace(s))))
	t.SetRaw(true)
	return t
}

// wikiImage is an embedded image; rest, which stands at a byte of the source,
// holds its caption and its size.
func wikiImage(name string, rest []byte, at int) ast.Node {
	link := ast.NewLink()
	link.Destination = wikiName(name)
	img := ast.NewImage(link)
	for len(rest) > 0 {
		from := bytes.IndexByte(rest, '|') + 1
		part := rest[from:]
		if i := bytes.IndexByte(part, '|'); i >= 0 {
			part = part[:i]
		}
		part = bytes.TrimSuffix(part, []byte(`\`))
		switch s := string(bytes.TrimSpace(part)); {
		case sizeForm.MatchString(s):
			width, _, _ := strings.Cut(s, "x")
			img.SetAttributeString(wikiWidth, width)
		case s != "" && img.ChildCount() == 0:
			img.AppendChild(img, wikiText(part, at+from))
		}
		rest, at = rest[from+len(part):], at+from+len(part)
		if !bytes.ContainsRune(rest, '|') {
			break
		}
	}
	return img
}

// width is the style of an embedded image that is given a size.
func width(n *ast.Image) string {
	if w, ok := n.AttributeString(wikiWidth); ok {
		return "width:" + w.(string) + "px"
	}
	return ""
}

// embedded tells the writer that notes aren't shown within notes.
func (p *page) embedded(n *ast.Link, dest string) {
	if at := n.Pos(); isWiki(dest) && at >= 0 && at < len(p.src) && p.src[at] == '!' {
		p.report(diag.Warning, "render-embed", at, strings.Trim(dest, "[]"))
	}
}
