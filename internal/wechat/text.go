package wechat

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
	"unicode/utf16"

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

// textOf gives what stands between the quotes of a sound JSON string; ok is
// false where it has pairs of surrogates.
func textOf(s []byte) (text string, ok bool) {
	var b strings.Builder
	b.Grow(len(s))
	for {
		i := bytes.IndexByte(s, '\\')
		if i < 0 {
			b.Write(s)
			return b.String(), true
		}
		b.Write(s[:i])
		c := s[i+1]
		s = s[i+2:]
		switch c {
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
			n, err := strconv.ParseUint(string(s[:4]), 16, 16)
			if err != nil || utf16.IsSurrogate(rune(n)) {
				return "", false
			}
			b.WriteRune(rune(n))
			s = s[4:]
			continue
		}
		b.WriteByte(c)
	}
}
