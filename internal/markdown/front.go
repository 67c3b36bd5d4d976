package markdown

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/pelletier/go-toml/v2"
)

// Field is a key of front matter and its value: a string or a bool.
type Field struct {
	Key   string
	Value any
}

// Front writes front matter with the fields in their order.
func Front(fields []Field) (string, error) {
	var b strings.Builder
	b.WriteString("---\n")
	for _, f := range fields {
		value, err := scalar(f.Value)
		if err != nil {
			return "", err
		}
		b.WriteString(f.Key + ": " + value + "\n")
	}
	return b.String() + "---\n", nil
}

// List writes the file that lists the articles of a message.
func List(articles []string) (string, error) {
	text, err := yaml.MarshalWithOptions(map[string][]string{"articles": articles}, yaml.IndentSequence(true))
	if err != nil {
		return "", fmt.Errorf("write the list of articles: %w", err)
	}
	return string(text), nil
}

var (
	yamlFront = regexp.MustCompile(`\A[ \t\r\n]*---[ \t]*\r?\n`)
	tomlFront = regexp.MustCompile(`\A[ \t\r\n]*\+\+\+[ \t]*\r?\n`)
)

// Split takes a file apart: front matter with its fences, and the body.
func Split(file string) (front, body string) {
	for fence, form := range map[string]*regexp.Regexp{"---": yamlFront, "+++": tomlFront} {
		at := form.FindStringIndex(file)
		if at == nil {
			continue
		}
		end := at[1]
		for line := range strings.Lines(file[end:]) {
			end += len(line)
			if strings.TrimRight(line, " \t\r\n") == fence {
				return file[:end], file[end:]
			}
		}
	}
	return "", file
}

// SetFields gives fields of front matter new values and leaves every other byte
// as it is, comments included. A field that is missing is added at the end.
func SetFields(front string, fields []Field) (string, error) {
	if len(fields) == 0 {
		return front, nil
	}
	if front == "" {
		return Front(fields)
	}
	for _, f := range fields {
		var err error
		if tomlFront.MatchString(front) {
			front, err = setTOML(front, f)
		} else {
			front, err = setYAML(front, f)
		}
		if err != nil {
			return "", err
		}
	}
	return front, nil
}

// HasField says whether front matter has a key.
func HasField(front, key string) bool {
	if front == "" {
		return false
	}
	from, to := inner(front)
	if tomlFront.MatchString(front) {
		var table map[string]any
		_ = toml.Unmarshal([]byte(front[from:to]), &table) // what is broken has no key
		_, ok := table[key]
		return ok
	}
	_, _, ok := yamlValue(front[from:to], key)
	return ok
}

// inner is where the text between the fences stands.
func inner(front string) (from, to int) {
	at := yamlFront.FindStringIndex(front)
	if at == nil {
		at = tomlFront.FindStringIndex(front)
	}
	body := strings.TrimRight(front, " \t\r\n")
	return at[1], max(at[1], strings.LastIndexByte(body, '\n')+1)
}

func setYAML(front string, f Field) (string, error) {
	from, to := inner(front)
	text := front[from:to]
	value, err := scalar(f.Value)
	if err != nil {
		return "", err
	}
	start, end, ok := yamlValue(text, f.Key)
	if !ok {
		return insert(front, to, f.Key+": "+value), nil
	}
	if start > 0 && text[start-1] == ':' {
		value = " " + value
	}
	return front[:from] + text[:start] + value + text[end:] + front[to:], nil
}

// insert adds a line before the closing fence.
func insert(front string, at int, line string) string {
	end := "\n"
	if strings.Contains(front, "\r\n") {
		end = "\r\n"
	}
	if at > 0 && front[at-1] != '\n' {
		line = end + line
	}
	return front[:at] + line + end + front[at:]
}

// scalar writes a value on one line, between quotes where it would be read as
// something else.
func scalar(value any) (string, error) {
	text, err := yaml.Marshal(value)
	if err != nil {
		return "", fmt.Errorf("write front matter: %w", err)
	}
	s := strings.TrimSuffix(string(text), "\n")
	var read struct{ Key any }
	if err := yaml.Unmarshal([]byte("key: "+s+"\n"), &read); err == nil && read.Key == value && !strings.Contains(s, "\n") {
		return s, nil
	}
	var quoted bytes.Buffer
	e := json.NewEncoder(&quoted)
	e.SetEscapeHTML(false)
	err = e.Encode(value)
	return strings.TrimSuffix(quoted.String(), "\n"), err
}

// yamlValue finds the value of a key of the outermost mapping: from its first
// byte to its last, a comment behind it left out.
func yamlValue(text, key string) (start, end int, ok bool) {
	file, err := parser.ParseBytes([]byte(text), 0)
	if err != nil || len(file.Docs) == 0 {
		return 0, 0, false
	}
	var entries []*ast.MappingValueNode
	switch body := file.Docs[0].Body.(type) {
	case *ast.MappingNode:
		entries = body.Values
	case *ast.MappingValueNode:
		entries = []*ast.MappingValueNode{body}
	}
	lines := strings.SplitAfter(text, "\n")
	offset := func(line int) int { return len(strings.Join(lines[:line-1], "")) }
	for i, e := range entries {
		if e.Key.GetToken().Value != key {
			continue
		}
		line := e.Key.GetToken().Position.Line
		next := len(lines) + 1
		if i+1 < len(entries) {
			next = entries[i+1].Key.GetToken().Position.Line
		}
		colon := strings.Index(lines[line-1], ":")
		start, end = valueIn(text, offset(line)+colon+1, offset(next))
		return start, end, true
	}
	return 0, 0, false
}

// valueIn finds a value between the colon behind its key and the next key. One
// that is missing stands right behind the colon.
func valueIn(text string, start, limit int) (from, to int) {
	part := text[start:limit]
	trimmed := strings.TrimLeft(part, " \t")
	if trimmed == "" || strings.ContainsAny(trimmed[:1], "\r\n#") {
		return start, start
	}
	from = start + len(part) - len(trimmed)
	switch {
	case strings.ContainsAny(trimmed[:1], `"'`):
		return from, from + closing(trimmed)
	case strings.ContainsAny(trimmed[:1], "|>[{&*!"):
		return from, from + len(strings.TrimRight(trimmed, " \t\r\n"))
	}
	return from, from + plainEnd(trimmed)
}

// closing is the length of a quoted value.
func closing(s string) int {
	quote := s[0]
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\' && quote == '"':
			i++
		case s[i] == quote && quote == '\'' && i+1 < len(s) && s[i+1] == '\'':
			i++
		case s[i] == quote:
			return i + 1
		}
	}
	return len(s)
}

// plainEnd is the length of a value without quotes, which may go on on indented
// lines.
func plainEnd(s string) int {
	end := 0
	for i, line := range strings.SplitAfter(s, "\n") {
		if i > 0 && !strings.HasPrefix(line, " ") && !strings.HasPrefix(line, "\t") {
			break
		}
		bare := line
		if at := strings.Index(bare, " #"); at >= 0 {
			bare = bare[:at]
		}
		if strings.TrimSpace(bare) == "" || strings.HasPrefix(strings.TrimSpace(bare), "#") {
			break
		}
		before := len(strings.Join(strings.SplitAfter(s, "\n")[:i], ""))
		end = before + len(strings.TrimRight(bare, " \t\r\n"))
	}
	return end
}

func setTOML(front string, f Field) (string, error) {
	from, to := inner(front)
	var b bytes.Buffer
	if err := toml.NewEncoder(&b).Encode(map[string]any{f.Key: f.Value}); err != nil {
		return "", fmt.Errorf("write front matter: %w", err)
	}
	line := strings.TrimRight(b.String(), "\n")
	text := front[from:to]
	// Keys of ours stand before the first table.
	table := regexp.MustCompile(`(?m)^[ \t]*\[`).FindStringIndex(text)
	limit := len(text)
	if table != nil {
		limit = table[0]
	}
	form := regexp.MustCompile(`(?m)^[ \t]*"?` + regexp.QuoteMeta(f.Key) + `"?[ \t]*=[ \t]*("(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[^#"'\n]*?)[ \t]*(#[^\n]*)?\r?$`)
	if m := form.FindStringSubmatchIndex(text[:limit]); m != nil {
		_, value, _ := strings.Cut(line, " = ")
		return front[:from] + text[:m[2]] + value + text[m[3]:] + front[to:], nil
	}
	return insert(front, from+limit, line), nil
}
