package model

import (
	"path"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Address names an article or a message: its id, or its path from the site
// root without extension, slash-separated, Unicode NFC. It is never a title.
type Address string

// MessageSuffix ends the name of a file that lists the articles of a message.
const MessageSuffix = ".message.yaml"

// AddressOf is the address that a file's path gives: "posts/hello/index.md" and
// "posts/hello.md" are both "posts/hello".
func AddressOf(file string) Address {
	p := norm.NFC.String(strings.ReplaceAll(file, `\`, "/"))
	if s, ok := strings.CutSuffix(p, MessageSuffix); ok {
		return Address(path.Clean(s))
	}
	p = strings.TrimSuffix(p, path.Ext(p))
	if dir, base := path.Split(p); base == "index" && dir != "" {
		p = dir
	}
	return Address(path.Clean(p))
}
