package emulator

import (
	"errors"
	"strings"

	"golang.org/x/net/html"
)

// consoleIn is something that an editor does in the web console, not through the API.
type consoleIn struct {
	Action   string   `json:"action"`
	MediaID  string   `json:"media_id"`
	MediaIDs []string `json:"media_ids"` // combine: in the order of the new message
	Index    int      `json:"index"`     // save: the article, from 0
	Order    []int    `json:"order"`     // reorder: the articles' old places, from 0
	At       int64    `json:"at"`        // schedule: when it is sent, in Unix seconds

	// save: what the editor changed; absent fields stay.
	Title   *string `json:"title"`
	Content *string `json:"content"`
}

// console does what an editor does in the web console, to drafts and to permanent
// articles: save, reorder, combine, delete, publish, broadcast, schedule.
func (c *call) console() (any, error) {
	var in consoleIn
	if err := c.readAdmin(&in); err != nil {
		return nil, err
	}
	return c.consoleAction(in)
}

func (c *call) consoleAction(in consoleIn) (any, error) {
	if in.Action == "combine" {
		return c.combine(in)
	}
	box, m, err := c.findSendable(in.MediaID)
	if err != nil {
		return nil, badf("there is no draft or article %q", in.MediaID)
	}
	switch in.Action {
	case "save":
		return ok, c.saveInConsole(m, in)
	case "reorder":
		return ok, c.reorder(m, in.Order)
	case "delete":
		return ok, c.dropMessage(m.seq)
	case "publish", "broadcast":
		kind := published
		if in.Action == "broadcast" {
			kind = sent
		}
		p, err := c.makePost(box, m, kind)
		return map[string]any{"msg_data_id": p.msgDataID, "article_id": p.articleID}, err
	case "schedule":
		return ok, c.exec("INSERT OR REPLACE INTO schedule (message, at) VALUES (?, ?)", m.seq, in.At)
	}
	return nil, badf("action is one of save, reorder, combine, delete, publish, broadcast, schedule, not %q", in.Action)
}

// saveInConsole saves an article in the web editor, which takes HTML that came
// through the API for a foreign block and rewrites it.
func (c *call) saveInConsole(m message, in consoleIn) error {
	var title, content string
	found, err := c.get([]any{&title, &content}, "SELECT title, content FROM article WHERE message = ? AND idx = ?", m.seq, in.Index)
	switch {
	case err != nil:
		return err
	case !found:
		return badf("the message has no article %d", in.Index)
	}
	if in.Title != nil {
		title = *in.Title
	}
	if in.Content != nil {
		if content, err = rewrite(*in.Content, c.set, c.pictureSize); err != nil {
			return err
		}
	}
	err = c.exec("UPDATE article SET title = ?, content = ? WHERE message = ? AND idx = ?", title, editorForm(content), m.seq, in.Index)
	return errors.Join(err, c.touch(m.seq))
}

// editorTail is what the web editor leaves at the end of an article it saved.
const editorTail = `<p style="display:none;"><mp-style-type data-value="3"></mp-style-type></p>`

// editorForm is the content as the web editor saves it: each text in a span, each
// image in a section, and a hidden paragraph at the end. Saving again changes nothing.
func editorForm(content string) string {
	var out strings.Builder
	z := html.NewTokenizer(strings.NewReader(strings.TrimSuffix(content, editorTail)))
	inLeaf, svg := false, 0
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return out.String() + editorTail
		}
		raw := string(z.Raw()) // the token, before Token takes the bytes apart
		t := z.Token()
		switch {
		case t.Data == "svg" && kind == html.StartTagToken:
			svg++
		case t.Data == "svg" && kind == html.EndTagToken:
			svg--
		}
		switch {
		case svg == 0 && !inLeaf && kind == html.TextToken && strings.TrimSpace(t.Data) != "":
			raw = `<span leaf="">` + raw + `</span>`
		case svg == 0 && !inLeaf && t.Data == "img" && kind != html.TextToken:
			raw = `<section nodeleaf="nodeleaf">` + raw + `</section>`
		}
		inLeaf = kind == html.StartTagToken && hasLeaf(t)
		out.WriteString(raw)
	}
}

// hasLeaf tells whether the editor has already wrapped what follows.
func hasLeaf(t html.Token) bool {
	for _, a := range t.Attr {
		if a.Key == "leaf" || a.Key == "nodeleaf" {
			return true
		}
	}
	return false
}

// reorder puts the articles of a message into another order.
func (c *call) reorder(m message, order []int) error {
	all, _, err := c.articleIndexes(post{message: m})
	if err != nil {
		return err
	}
	if !isPermutation(order, len(all)) {
		return badf("order names each of the %d articles once, from 0", len(all))
	}
	// Out of the way first, as places are unique.
	if err := c.exec("UPDATE article SET idx = -1 - idx WHERE message = ?", m.seq); err != nil {
		return err
	}
	for place, old := range order {
		if err := c.exec("UPDATE article SET idx = ? WHERE message = ? AND idx = ?", place, m.seq, -1-old); err != nil {
			return err
		}
	}
	return c.touch(m.seq)
}

func isPermutation(order []int, n int) bool {
	seen := map[int]bool{}
	for _, i := range order {
		if i < 0 || i >= n || seen[i] {
			return false
		}
		seen[i] = true
	}
	return len(order) == n
}

// combine makes one draft of several; they are gone then.
func (c *call) combine(in consoleIn) (any, error) {
	var first message
	next := 0
	for i, id := range in.MediaIDs {
		m, err := c.findMessage(drafts, id)
		if err != nil {
			return nil, badf("there is no draft %q", id)
		}
		if i == 0 {
			first.mediaID = c.newMediaID()
			now := c.now.Unix()
			if first.seq, err = c.insert("INSERT INTO message (box, media_id, created, updated) VALUES ('draft', ?, ?, ?)", first.mediaID, now, now); err != nil {
				return nil, err
			}
		}
		n, err := c.change("UPDATE article SET message = ?, idx = idx + ?, digest = '' WHERE message = ?", first.seq, next, m.seq)
		if err != nil {
			return nil, err
		}
		if next += int(n); next > 8 {
			return nil, badf("a message has at most 8 articles")
		}
		if err := c.dropMessage(m.seq); err != nil {
			return nil, err
		}
	}
	if len(in.MediaIDs) < 2 {
		return nil, badf("combine wants two drafts or more in media_ids")
	}
	return idReply{first.mediaID}, nil
}

// sendScheduled sends what the console scheduled for a time that has come.
func (c *call) sendScheduled() error {
	var due []message
	var boxes []string
	err := c.each(func(scan func(...any) error) error {
		var m message
		var box string
		err := scan(&box, &m.seq, &m.mediaID, &m.created, &m.updated)
		due, boxes = append(due, m), append(boxes, box)
		return err
	}, "SELECT m.box, m.seq, m.media_id, m.created, m.updated FROM schedule s JOIN message m ON m.seq = s.message WHERE s.at <= ?", c.now.Unix())
	for i := 0; err == nil && i < len(due); i++ {
		if err = c.exec("DELETE FROM schedule WHERE message = ?", due[i].seq); err == nil {
			_, err = c.makePost(boxes[i], due[i], sent)
		}
	}
	return err
}
