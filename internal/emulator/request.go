package emulator

import (
	"bytes"
	"encoding/json"
	"strconv"
	"unicode/utf8"
)

// readJSON decodes the body into v: 44002 for none, 40033 for bytes that are not
// UTF-8, 47001 for what is not one JSON value of the right shape.
func (c *call) readJSON(v any) error {
	body := bytes.TrimSpace(bytes.TrimPrefix(c.body, []byte("\ufeff")))
	switch {
	case len(body) == 0:
		return refuse(44002)
	case !utf8.Valid(body):
		return refuse(40033)
	}
	if json.Unmarshal(body, v) != nil {
		return refuse(47001)
	}
	return nil
}

// readTexts is readJSON for bodies whose texts are kept. The service wants them in
// raw UTF-8; what it does with \uXXXX instead is a setting.
func (c *call) readTexts(v any) error {
	if at := unicodeEscape(c.body); at >= 0 {
		switch how := c.set.text("unicode_escapes"); how {
		case "literal":
			c.body = literalEscapes(c.body)
		case "accept":
		default:
			code, _ := strconv.Atoi(how) // the table of settings allows only codes here
			return refuse(code)
		}
	}
	return c.readJSON(v)
}

// unicodeEscape returns where the first \uXXXX of a JSON text stands, or -1.
func unicodeEscape(body []byte) int {
	for i := 0; i+1 < len(body); i++ {
		if body[i] != '\\' {
			continue
		}
		if body[i+1] == 'u' {
			return i
		}
		i++ // the escaped character, which may be a backslash itself
	}
	return -1
}

// literalEscapes escapes the backslash of every \uXXXX, so that it is stored as written.
func literalEscapes(body []byte) []byte {
	var out []byte
	for {
		at := unicodeEscape(body)
		if at < 0 {
			return append(out, body...)
		}
		out = append(out, body[:at]...)
		out = append(out, `\\u`...)
		body = body[at+2:]
	}
}

// num is a whole number that may also come as a string of digits; set tells
// whether it came at all.
type num struct {
	n   int64
	set bool
}

// UnmarshalJSON takes 1, "1" and null.
func (f *num) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		return nil
	}
	if b[0] == '"' {
		var s string
		if err := json.Unmarshal(b, &s); err != nil {
			return err
		}
		if s == "" {
			return nil
		}
		b = []byte(s)
	}
	n, err := strconv.ParseInt(string(b), 10, 64)
	*f = num{n, err == nil}
	return err
}

// page is the part of a list that a call asks for.
type page struct {
	Offset num `json:"offset"`
	Count  num `json:"count"`
}

// check refuses what no list serves: count is 1 to 20.
func (p page) check() error {
	if p.Offset.n < 0 || p.Count.n < 1 || p.Count.n > 20 {
		return refuse(40007)
	}
	return nil
}
