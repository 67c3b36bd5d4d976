package wechat

import (
	"bytes"
	"errors"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// longText is text that may be a whole article: it is copied out of an answer in
// long runs, not character by character.
type longText string

// UnmarshalJSONFrom reads a JSON string.
func (t *longText) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	v, err := d.ReadValue()
	if err != nil {
		return err
	}
	if v.Kind() != '"' {
		return errors.New("text is no string")
	}
	text, ok := textOf(v[1 : len(v)-1])
	if !ok {
		b, err := jsontext.AppendUnquote(nil, v)
		if err != nil {
			return err
		}
		text = string(b)
	}
	*t = longText(text)
	return nil
}

// textOf gives what stands between the quotes of a JSON string; ok is false where
// it has pairs of surrogates or is not sound.
func textOf(s []byte) (text string, ok bool) {
	b, ok := appendText(make([]byte, 0, len(s)), s)
	return string(b), ok
}

// appendText is textOf at the end of b.
func appendText(b, s []byte) (text []byte, ok bool) {
	for {
		i := bytes.IndexByte(s, '\\')
		if i < 0 {
			return append(b, s...), true
		}
		b = append(b, s[:i]...)
		if i+1 == len(s) {
			return b, false
		}
		c := s[i+1]
		s = s[i+2:]
		switch c {
		case '"', '\\', '/':
		case 'b':
			c = '\b'
		case 'f':
			c = '\f'
		case 'n':
			c = '\n'
		case 'r':
			c = '\r'
		case 't':
			c = '\t'
		case 'u':
			r, ok := fourHex(s)
			if !ok || utf16.IsSurrogate(r) {
				return b, false
			}
			b, s = utf8.AppendRune(b, r), s[4:]
			continue
		default:
			return b, false
		}
		b = append(b, c)
	}
}

// fourHex reads the digits of \u.
func fourHex(s []byte) (r rune, ok bool) {
	if len(s) < 4 {
		return 0, false
	}
	n, err := strconv.ParseUint(string(s[:4]), 16, 16)
	return rune(n), err == nil
}
