package state

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"unicode/utf8"

	fast "github.com/go-json-experiment/json"

	"mpsync/internal/diag"
)

// encode writes a snapshot: sorted keys and one value a line, so that git shows
// small differences.
func encode(s *State) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(s)
	return b.Bytes(), err
}

// decode reads a snapshot; name is the file that findings point to.
func decode(name string, data []byte) (*State, error) {
	// A newer format may not fit State at all, so its number is asked for first.
	if h, _ := readHead(bytes.NewReader(data)); h.Format > Format {
		return nil, newer(name, h.Version, h.Format)
	}
	var s State
	// Reading is most of what a run with nothing to do costs; the standard
	// library, twice as slow, is asked again only to say where a file is broken.
	if fast.Unmarshal(data, &s) != nil {
		s = State{}
		if err := json.Unmarshal(data, &s); err != nil {
			return nil, damage(name, data, err)
		}
	}
	if s.Format < 1 || s.Lineage == "" || s.Serial < 1 {
		return nil, diag.Stop(nil, "state-not", diag.Pos{File: name})
	}
	s.Format = Format // what an older one lacks is empty
	s.tidy()
	return &s, nil
}

func newer(name, version string, format int) error {
	return diag.Stop(nil, "state-newer", diag.Pos{File: name}, version, format, Format)
}

// damage says why and where data is no JSON of a state.
func damage(name string, data []byte, err error) error {
	if line := conflictLine(data); line > 0 {
		return diag.Stop(err, "state-conflict", diag.Pos{File: name, Line: line})
	}
	pos := diag.Pos{File: name}
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		pos = place(name, data, syntax.Offset-1) // the offset is past the offending byte
	case errors.As(err, &kind):
		pos = place(name, data, kind.Offset)
	}
	return diag.Stop(err, "state-broken", pos, err)
}

// conflictLine is the number of the first line that git's merge left, or 0. No
// line of sound JSON begins so.
func conflictLine(data []byte) int {
	n := 0
	for line := range bytes.Lines(data) {
		n++
		for _, mark := range []string{"<<<<<<<", "=======", ">>>>>>>"} {
			if bytes.HasPrefix(line, []byte(mark)) {
				return n
			}
		}
	}
	return 0
}

// place turns a byte offset into line and column.
func place(name string, data []byte, offset int64) diag.Pos {
	before := data[:max(0, min(offset, int64(len(data))))]
	start := bytes.LastIndexByte(before, '\n') + 1
	return diag.Pos{File: name, Line: bytes.Count(before, []byte("\n")) + 1, Col: utf8.RuneCount(before[start:]) + 1}
}

// head is the beginning of a snapshot, which is read without the rest.
type head struct {
	Format  int
	Version string
	Lineage string
	Serial  int64
}

// readHead stops reading as soon as it knows every field of head.
func readHead(r io.Reader) (head, error) {
	var h head
	fields := map[string]any{"format": &h.Format, "version": &h.Version, "lineage": &h.Lineage, "serial": &h.Serial}
	d := json.NewDecoder(r)
	if _, err := d.Token(); err != nil {
		return h, err
	}
	for len(fields) > 0 && d.More() {
		key, err := d.Token()
		if err != nil {
			return h, err
		}
		name, _ := key.(string)
		var value any = new(json.RawMessage)
		if field, ok := fields[name]; ok {
			value = field
			delete(fields, name)
		}
		if err := d.Decode(value); err != nil {
			return h, err
		}
	}
	return h, nil
}
