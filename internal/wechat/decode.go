package wechat

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	fast "github.com/go-json-experiment/json"
)

// decode reads an answer into out. WeChat's answers are JSON whatever their
// Content-Type, now and then with a byte order mark, with raw control characters
// inside strings or with invalid UTF-8, which becomes U+FFFD.
func decode(body []byte, out any) error {
	body = bytes.TrimSpace(bytes.TrimPrefix(bytes.TrimSpace(body), []byte("\ufeff")))
	if len(body) == 0 {
		return errors.New("empty answer")
	}
	if body[0] != '{' {
		return errors.New("answer is not JSON")
	}
	// Lists hold whole articles, and reading them is most of what a plan of a large
	// account costs. The standard library, half as fast, takes more and says why.
	if fast.Unmarshal(body, out, fast.MatchCaseInsensitiveNames(true)) == nil {
		return nil
	}
	renew(out)
	err := json.Unmarshal(body, out)
	if _, ok := errors.AsType[*json.SyntaxError](err); ok {
		err = json.Unmarshal(escapeControls(body), out)
	}
	if err != nil {
		return describe(err)
	}
	return nil
}

// renew empties what out points to, of what an attempt left there.
func renew(out any) { reflect.ValueOf(out).Elem().SetZero() }

// describe says what is wrong with JSON without quoting from it: it may hold a
// token.
func describe(err error) error {
	if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Errorf("answer has a %s in %q", e.Value, e.Field)
	}
	if e, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Errorf("answer is broken JSON at byte %d", e.Offset)
	}
	return errors.New("answer cannot be read")
}

// escapeControls escapes control characters inside the strings of JSON.
func escapeControls(b []byte) []byte {
	out := make([]byte, 0, len(b)+64)
	inString := false
	for i := 0; i < len(b); i++ {
		c := b[i]
		switch {
		case inString && c < ' ':
			out = fmt.Appendf(out, `\u%04x`, c)
			continue
		case inString && c == '\\' && i+1 < len(b) && b[i+1] >= ' ':
			out = append(out, c)
			i++
			c = b[i]
		case c == '"':
			inString = !inString
		}
		out = append(out, c)
	}
	return out
}

// integer is a number that WeChat may write as a string, as true or false, or
// leave empty.
type integer int64

// UnmarshalJSON reads 12, "12", 12.0, true, "" and null.
func (n *integer) UnmarshalJSON(b []byte) error {
	s := strings.TrimSpace(strings.Trim(string(b), `"`))
	switch s {
	case "", "null", "false":
		*n = 0
		return nil
	case "true":
		*n = 1
		return nil
	}
	s = strings.TrimSuffix(s, ".0")
	v, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return &json.UnmarshalTypeError{Value: "value that is no whole number", Field: "number"}
	}
	*n = integer(v)
	return nil
}

// head is what every answer may hold beside its own fields.
type head struct {
	ErrCode integer `json:"errcode"`
	ErrMsg  string  `json:"errmsg"`
}
