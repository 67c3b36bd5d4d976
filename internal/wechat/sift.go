package wechat

import (
	"bytes"
	"context"
	"unicode/utf8"

	fast "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"mpsync/internal/model"
)

// SiftNews is [Client.BatchGetNews], but for messages that dull says are of no
// use: these come without content. dull gets a message with the Sum of a content
// in its stead, or with the content where that is short; it may be called more
// than once of each.
//
// A page holds whole articles, and most plans of a large account need none of
// them, so that text that nobody asks for is never made.
func (c *Client) SiftNews(ctx context.Context, offset, count int, dull func(model.Observed) bool) (total int, page []model.Observed, err error) {
	var l listed
	e := c.call(ctx, listRequest("news", offset, count), func(body []byte) (answer, error) {
		var ok bool
		if l, page, ok = c.sift(body, dull); ok {
			return &l, nil
		}
		l, page = listed{}, nil
		if err := decode(body, &l); err != nil {
			return &l, err
		}
		for _, o := range l.messages(false) {
			page = append(page, sifted(o, dull))
		}
		return &l, nil
	})
	if e != nil {
		return 0, nil, e
	}
	return int(*l.TotalCount), page, nil
}

func sifted(o model.Observed, dull func(model.Observed) bool) model.Observed {
	if !o.HasContent || !dull(o) {
		return o
	}
	o.HasContent = false
	for i := range o.Articles {
		o.Articles[i].Content, o.Articles[i].Sum = "", ""
	}
	return o
}

// sift reads a page, and the contents that are no use only for their sums. ok is
// false for what is not the plain JSON that it nearly always is; decode is the
// judge of that.
func (c *Client) sift(body []byte, dull func(model.Observed) bool) (l listed, page []model.Observed, ok bool) {
	short, text := c.buffer(), c.buffer()
	defer func() { c.bodies.Put(short); c.bodies.Put(text) }()
	cut, ok := shorten(short, body)
	if !ok {
		return l, nil, false
	}
	raw := map[*longText][]byte{}
	contents := fast.UnmarshalFromFunc(func(d *jsontext.Decoder, t *longText) error {
		if err := t.UnmarshalJSONFrom(d); err != nil {
			return err
		}
		if long := cut[d.InputOffset()]; long != nil {
			raw[t] = long
		}
		return nil
	})
	err := fast.Unmarshal(short.Bytes(), &l, fast.MatchCaseInsensitiveNames(true), fast.WithUnmarshalers(contents))
	if err != nil || len(raw) != len(cut) { // something else is long
		return l, nil, false
	}
	for _, it := range l.Item {
		o, ok := it.sift(raw, text, dull)
		if !ok {
			return l, nil, false
		}
		page = append(page, o)
	}
	return l, page, true
}

// sift makes a message whose long contents stand in raw; text is a buffer to work
// in.
func (it listedItem) sift(raw map[*longText][]byte, text *bytes.Buffer, dull func(model.Observed) bool) (o model.Observed, ok bool) {
	o = it.message(false)
	for i, a := range it.Content.NewsItem {
		if long := raw[a.Content]; long != nil {
			if !unquote(text, long) {
				return o, false
			}
			o.Articles[i].Sum = model.SumBytes(text.Bytes())
		}
	}
	if o = sifted(o, dull); !o.HasContent {
		return o, true
	}
	for i, a := range it.Content.NewsItem {
		if long := raw[a.Content]; long != nil {
			if !unquote(text, long) || !utf8.Valid(text.Bytes()) {
				return o, false
			}
			o.Articles[i].Content, o.Articles[i].Sum = text.String(), ""
		}
	}
	return o, true
}

// long is from how many bytes on a string is cut out of a page.
const long = 1024

// shorten copies JSON without its long strings, in whose places stand empty ones.
// These are given as they are written, by the offset of what follows them in the
// copy. ok is false where a string does not end.
func shorten(to *bytes.Buffer, from []byte) (cut map[int64][]byte, ok bool) {
	cut = map[int64][]byte{}
	to.Reset()
	for {
		quote := bytes.IndexByte(from, '"') + 1
		if quote == 0 {
			to.Write(from)
			return cut, true
		}
		to.Write(from[:quote])
		from = from[quote:]
		end := closing(from)
		if end < 0 {
			return nil, false
		}
		if end < long {
			to.Write(from[:end])
		}
		to.WriteByte('"')
		if end >= long {
			cut[int64(to.Len())] = from[:end]
		}
		from = from[end+1:]
	}
}

// closing finds the quote that ends a string.
func closing(s []byte) int {
	for end := 0; ; end++ {
		i := bytes.IndexByte(s[end:], '"')
		if i < 0 {
			return -1
		}
		end += i
		before := end
		for before > 0 && s[before-1] == '\\' {
			before--
		}
		if (end-before)%2 == 0 {
			return end
		}
	}
}

// unquote writes what a string between its quotes means; ok is false for what
// [textOf] does not read.
func unquote(to *bytes.Buffer, s []byte) (ok bool) {
	to.Reset()
	to.Grow(len(s))
	b, ok := appendText(to.AvailableBuffer(), s)
	to.Write(b)
	return ok
}

// buffer is one of those in which answers are read.
func (c *Client) buffer() *bytes.Buffer {
	if b, ok := c.bodies.Get().(*bytes.Buffer); ok {
		return b
	}
	return &bytes.Buffer{}
}
