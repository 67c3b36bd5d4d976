package comment

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"mpsync/internal/diag"
	"mpsync/internal/model"
)

// Parse reads a file of comments. What is wrong is told by findings; an item
// that cannot be read is kept, and the others go on. The file is nil when
// nothing of it can be read.
func Parse(path string, data []byte) (*File, []diag.Diagnostic) {
	p := reader{file: &File{Path: path}}
	text := strings.TrimPrefix(string(data), "\ufeff")
	p.file.crlf = strings.Contains(text, "\r\n")
	text = strings.ReplaceAll(text, "\r\n", "\n")
	if !utf8.ValidString(text) {
		p.error(1, 1, "not-utf8")
		return nil, p.found
	}
	if line := conflictLine(text); line > 0 {
		p.error(line, 1, "comments-git-conflict")
		return nil, p.found
	}
	if !p.split(text) {
		return nil, p.found
	}
	p.readHead()
	line := 1 + strings.Count(p.file.head, "\n")
	for _, i := range p.file.Items {
		p.readItem(i, line)
		line += strings.Count(i.raw, "\n")
	}
	p.findTwins()
	return p.file, p.found
}

// reader is a file in the making.
type reader struct {
	file  *File
	found []diag.Diagnostic
}

func (p *reader) error(line, col int, code string, args ...any) {
	p.found = append(p.found, diag.New(diag.Error, code, diag.Pos{File: p.file.Path, Line: line, Col: col}, args...))
}

var conflictMark = regexp.MustCompile(`^(<{7}|={7}|>{7})( |$)`)

// conflictLine is the first line that git's merge left, or 0.
func conflictLine(text string) int {
	n := 0
	for line := range strings.Lines(text) {
		n++
		if conflictMark.MatchString(strings.TrimSuffix(line, "\n")) {
			return n
		}
	}
	return 0
}

var (
	listKey   = regexp.MustCompile(`^comments:[ \t]*(\[\])?[ \t]*(#.*)?$`)
	itemStart = regexp.MustCompile(`^( *)-( |$)`)
)

// split takes the text apart: the head up to the key of the list, a piece for
// each item, and the tail. Items begin with a dash at one column, so that each
// can be read, and changed, without the others.
func (p *reader) split(text string) bool {
	if text != "" && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	f, indent, inList := p.file, -1, false
	var lead, body strings.Builder // of the item being read
	end := func() {
		if body.Len() > 0 {
			f.Items = append(f.Items, &Item{raw: body.String()})
			body.Reset()
		}
	}
	n := 0
	for line := range strings.Lines(text) {
		n++
		bare := strings.TrimRight(line, " \t\n")
		start := itemStart.FindStringSubmatch(bare)
		switch {
		case f.tail != "":
			f.tail += line
		case !inList:
			inList = listKey.MatchString(bare)
			f.head += line
		case start != nil && (indent < 0 || len(start[1]) == indent):
			indent = len(start[1])
			end()
			body.WriteString(lead.String() + line)
			lead.Reset()
		case bare == "" || strings.HasPrefix(strings.TrimSpace(bare), "#") && (indent < 0 || indentOf(line) <= indent):
			lead.WriteString(line) // may belong to the next item
		case indentOf(line) == 0:
			end()
			f.tail = lead.String() + line
			lead.Reset()
			p.error(n, 1, "comments-after-list")
		default:
			body.WriteString(lead.String() + line)
			lead.Reset()
		}
	}
	end()
	if f.tail == "" {
		f.tail = lead.String()
	}
	if !inList {
		p.error(1, 1, "comments-no-list")
	}
	return inList
}

func indentOf(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

// readHead reads which thread the comments belong to.
func (p *reader) readHead() {
	fields, ok := p.fields(p.file.head, 1)
	if !ok {
		return
	}
	for _, f := range fields {
		switch f.key {
		case "message":
			id, index, _ := strings.Cut(f.text, "/")
			n, err := strconv.ParseUint(id, 10, 64)
			at, aerr := strconv.Atoi(index)
			if err != nil || aerr != nil || at < 0 {
				p.error(f.line, f.col, "comments-message", f.text)
			}
			p.file.Thread = model.Thread{MsgDataID: n, Index: at}
		case "pulled":
			p.file.Pulled = f.text
		case "comments":
		default:
			p.unknown(f, "message, pulled, comments")
		}
	}
	if p.file.Thread.IsZero() && !diag.HasErrors(p.found) {
		p.error(1, 1, "comments-no-message")
	}
}

func (p *reader) unknown(f field, known string) {
	p.found = append(p.found, diag.New(diag.Warning, "unknown-key", diag.Pos{File: p.file.Path, Line: f.line, Col: f.col}, f.key, known))
}

// field is a key of a mapping with its value as text.
type field struct {
	key, text string
	line, col int  // of the value, or of the key where that is empty
	nested    bool // the value is no text
}

// keys are what an item may hold.
var keys = []string{"id", "time", "author", "text", "featured", "reply", "delete", "gone"}

func (p *reader) readItem(i *Item, line int) {
	before := len(p.found)
	i.Pos = diag.Pos{File: p.file.Path, Line: line + leadLines(i.raw), Col: 1 + indentOf(bodyOf(i.raw))}
	fields, ok := p.fields(bodyOf(i.raw), i.Pos.Line)
	if ok {
		for _, f := range fields {
			p.readField(i, f)
		}
		if i.ID == 0 && len(p.found) == before {
			p.error(i.Pos.Line, i.Pos.Col, "comments-no-id")
		}
	}
	i.broken = diag.HasErrors(p.found[before:])
}

func (p *reader) readField(i *Item, f field) {
	if f.nested {
		p.error(f.line, f.col, "value-not-text", f.key)
		return
	}
	switch f.key {
	case "id":
		n, err := strconv.ParseInt(f.text, 10, 64)
		if err != nil || n <= 0 {
			p.error(f.line, f.col, "comments-id", f.text)
		}
		i.ID = n
	case "text":
		i.Text = f.text
	case "featured":
		value := p.truth(f)
		i.Featured = &value
	case "reply":
		i.Reply = tidy(f.text)
	case "delete":
		i.Delete = p.truth(f)
		i.Keep = !i.Delete && f.text != ""
	case "gone":
		i.Gone = p.truth(f)
	default:
		if !slices.Contains(keys, f.key) {
			p.unknown(f, strings.Join(keys, ", "))
		}
	}
}

func (p *reader) truth(f field) bool {
	switch f.text {
	case "true", "True", "yes", "Yes", "on":
		return true
	case "false", "False", "no", "No", "off", "":
		return false
	}
	p.error(f.line, f.col, "value-not-bool", f.key)
	return false
}

// findTwins refuses comments that stand twice: which one counts cannot be told.
func (p *reader) findTwins() {
	first := map[int64]*Item{}
	for _, i := range p.file.sound() {
		if twin := first[i.ID]; twin != nil {
			p.error(i.Pos.Line, i.Pos.Col, "comments-twice", i.ID, twin.Pos.Line)
			i.broken, twin.broken = true, true
			continue
		}
		first[i.ID] = i
	}
}

// fields reads a mapping, or the one mapping of a list; its first line is line
// number first of the file.
func (p *reader) fields(text string, first int) ([]field, bool) {
	file, err := parser.ParseBytes([]byte(text), 0)
	if err != nil {
		line, col, message := 1, 1, "YAML"
		if e, ok := errors.AsType[yaml.Error](err); ok {
			message = e.GetMessage()
			line, col = place(e.GetToken())
		}
		p.error(line+first-1, col, "comments-syntax", message)
		return nil, false
	}
	if len(file.Docs) == 0 || file.Docs[0].Body == nil {
		return nil, true
	}
	body := file.Docs[0].Body
	if list, ok := body.(*ast.SequenceNode); ok && len(list.Values) == 1 {
		body = list.Values[0]
	}
	var values []*ast.MappingValueNode
	switch n := body.(type) {
	case *ast.MappingNode:
		values = n.Values
	case *ast.MappingValueNode:
		values = []*ast.MappingValueNode{n}
	default:
		line, col := place(body.GetToken())
		p.error(line+first-1, col, "comments-no-id")
		return nil, false
	}
	var out []field
	for _, v := range values {
		f := field{key: v.Key.GetToken().Value}
		f.text, f.nested = scalar(v.Value)
		f.line, f.col = place(v.Value.GetToken())
		if _, isNull := v.Value.(*ast.NullNode); isNull {
			f.line, f.col = place(v.Key.GetToken())
		}
		f.line += first - 1
		out = append(out, f)
	}
	return out, true
}

func place(t *token.Token) (line, col int) {
	if t == nil || t.Position == nil {
		return 1, 1
	}
	return t.Position.Line, max(1, t.Position.Column)
}

// scalar is a value as text.
func scalar(n ast.Node) (text string, nested bool) {
	switch n := n.(type) {
	case *ast.NullNode:
		return "", false
	case *ast.StringNode:
		return n.Value, false
	case *ast.LiteralNode:
		return n.Value.Value, false
	case *ast.BoolNode, *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		return n.GetToken().Value, false
	case *ast.TagNode:
		return scalar(n.Value)
	}
	return "", true
}
