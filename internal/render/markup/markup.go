// Package markup writes text into HTML: the one place that escapes.
//
// Its one rule: what it writes stays text. It cannot close a tag or an
// attribute, and it can never pass for a reference, which is known by standing
// as a whole attribute value behind a double quote.
//
// It does not write tags.
package markup

import (
	"strings"
	"unicode/utf8"
)

// referencePrefix begins every reference.
const referencePrefix = "mpsync:"

// Text appends s as the text of an element.
func Text(dst []byte, s string) []byte {
	last := 0
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= '?' && c < 0x7f || c >= 0x80 {
			continue
		}
		if e, ok := entity(s, i); ok {
			dst = append(append(dst, s[last:i]...), e...)
			last = i + 1
		}
	}
	return append(dst, s[last:]...)
}

// Code appends s as the text of a code block, whose spaces and line ends WeChat
// would fold: a tab is four spaces.
func Code(dst []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '\n':
			dst = append(dst, "<br>"...)
		case ' ':
			dst = append(dst, "&nbsp;"...)
		case '\t':
			dst = append(dst, "&nbsp;&nbsp;&nbsp;&nbsp;"...)
		default:
			if e, ok := entity(s, i); ok {
				dst = append(dst, e...)
			} else {
				dst = append(dst, c)
			}
		}
	}
	return dst
}

// entity is what stands for s[i], when that is not the byte itself; nothing
// stands for a control character. A quote needs it only where mpsync: could
// follow, be it in the next text or behind a control character.
func entity(s string, i int) (string, bool) {
	switch c := s[i]; c {
	case '&':
		return "&amp;", true
	case '<':
		return "&lt;", true
	case '>':
		return "&gt;", true
	case '"':
		if i+1 == len(s) || s[i+1] == referencePrefix[0] || control(s[i+1]) {
			return "&quot;", true
		}
	default:
		if control(c) {
			return "", true
		}
	}
	return "", false
}

func control(c byte) bool { return c < ' ' && c != '\n' && c != '\t' || c == 0x7f }

// Attr appends s as an attribute value between double quotes. A value that
// looks like a reference is kept from being one.
func Attr(dst []byte, s string) []byte {
	for s != "" && control(s[0]) {
		s = s[1:]
	}
	if rest, ok := strings.CutPrefix(s, referencePrefix); ok {
		dst = append(dst, "mpsync&#58;"...)
		s = rest
	}
	return Ref(dst, s)
}

// Ref appends s as an attribute value between double quotes; s may be a
// reference.
func Ref(dst []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '"':
			dst = append(dst, "&quot;"...)
		case '\n', '\t':
			dst = append(dst, ' ')
		default:
			if e, ok := entity(s, i); ok {
				dst = append(dst, e...)
			} else {
				dst = append(dst, c)
			}
		}
	}
	return dst
}

// Valid is s with every byte that is not UTF-8 replaced by U+FFFD.
func Valid(s []byte) []byte {
	if utf8.Valid(s) {
		return s
	}
	return []byte(strings.ToValidUTF8(string(s), "\uFFFD"))
}
