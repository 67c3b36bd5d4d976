package emulator

import (
	"context"
	"encoding/json"
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// card is a message the way followers get it: the first article large.
type card struct {
	Seq       int64
	MediaID   string
	When      int64
	MsgDataID int64
	Kind      string // of posts: publish or mass
	Articles  []cardArticle
}

type cardArticle struct {
	Idx           int
	Title, Digest string
	Cover         string // address on this server; "" for none
	Deleted       bool
	Up            string // the order with this article one place earlier
}

const cardsAPage = 24

// readCards reads a page of the messages of a box, newest first.
func (e *Emulator) readCards(ctx context.Context, v *view) error {
	err := e.store.query(ctx, func(scan func(...any) error) error {
		var c card
		err := scan(&c.Seq, &c.MediaID, &c.When, &c.MsgDataID, &c.Kind)
		v.Cards = append(v.Cards, c)
		return err
	}, `SELECT m.seq, m.media_id, m.updated, coalesce(p.msg_data_id, 0), coalesce(p.kind, '')
		FROM message m LEFT JOIN post p ON p.message = m.seq WHERE m.box = ? ORDER BY m.seq DESC LIMIT ? OFFSET ?`,
		v.Tab, cardsAPage+1, v.Page*cardsAPage)
	if v.HasMore = len(v.Cards) > cardsAPage; v.HasMore {
		v.Cards = v.Cards[:cardsAPage]
	}
	for i := 0; err == nil && i < len(v.Cards); i++ {
		v.Cards[i].Articles, err = e.cardArticles(ctx, v.Cards[i].Seq)
	}
	return err
}

func (e *Emulator) cardArticles(ctx context.Context, seq int64) (list []cardArticle, err error) {
	return list, e.store.query(ctx, func(scan func(...any) error) error {
		var a cardArticle
		var format, key string
		err := scan(&a.Idx, &a.Title, &a.Digest, &a.Deleted, &format, &key)
		a.Cover = localImage(format, key)
		list = append(list, a)
		return err
	}, `SELECT a.idx, a.title, a.digest, a.deleted, coalesce(b.format, ''), coalesce(b.key, '')
		FROM article a LEFT JOIN file f ON f.media_id = a.thumb LEFT JOIN blob b ON b.key = f.key WHERE a.message = ? ORDER BY a.idx`, seq)
}

// localImage is the path of a picture on this server.
func localImage(format, key string) string {
	if key == "" {
		return ""
	}
	return strings.TrimPrefix(imageURL(format, key, ""), "http://"+imageHost)
}

// shownArticle is the article that the window shows.
type shownArticle struct {
	Card     card
	Box      string
	Idx      int
	Address  string // of the article as followers see it, on this server
	Content  string // as it is read back
	Author   string
	Source   string
	Created  int64
	Open     bool // to comments
	FansOnly bool
	SendAt   int64 // when the console sends it; 0 for no plan
	Comments []shownComment
}

type shownComment struct {
	ID      int64
	OpenID  string
	Content string
	When    int64
	Elected bool
	Gone    bool
	Reply   *string
}

// readShown reads the article that the query names.
func (e *Emulator) readShown(ctx context.Context, v *view, q url.Values) error {
	s := &shownArticle{}
	s.Card.Seq, _ = strconv.ParseInt(q.Get("message"), 10, 64) // absent is not found
	s.Idx, _ = strconv.Atoi(q.Get("idx"))
	err := e.store.query(ctx, func(scan func(...any) error) error {
		v.Shown = s
		return scan(&s.Box, &s.Card.MediaID, &s.Created, &s.Card.When, &s.Card.MsgDataID, &s.Card.Kind, &s.Content, &s.Author, &s.Source, &s.Open, &s.FansOnly, &s.SendAt)
	}, `SELECT m.box, m.media_id, m.created, m.updated, coalesce(p.msg_data_id, 0), coalesce(p.kind, ''), a.content, a.author, a.source_url, a.comments, a.fans_only, coalesce(s.at, 0)
		FROM message m JOIN article a ON a.message = m.seq LEFT JOIN post p ON p.message = m.seq LEFT JOIN schedule s ON s.message = m.seq
		WHERE m.seq = ? AND a.idx = ?`, s.Card.Seq, s.Idx)
	switch {
	case err != nil:
		return err
	case v.Shown == nil:
		return errNoPage
	}
	v.Tab = s.Box
	s.Address = articlePath(s.Card.Seq, s.Idx)
	if s.Card.Articles, err = e.cardArticles(ctx, s.Card.Seq); err != nil {
		return err
	}
	for i := range s.Card.Articles {
		s.Card.Articles[i].Up = earlier(i, len(s.Card.Articles))
	}
	s.Comments, err = e.shownComments(ctx, s.Card.MsgDataID, s.Idx)
	return err
}

// earlier is the order of n articles with the i-th one place earlier, or "" for the first.
func earlier(i, n int) string {
	if i == 0 {
		return ""
	}
	order := make([]string, n)
	for place := range n {
		order[place] = strconv.Itoa(place)
	}
	order[i-1], order[i] = order[i], order[i-1]
	return strings.Join(order, ",")
}

// articlePath is the address of an article on this server; parseArticleURL reads it.
func articlePath(seq int64, idx int) string {
	return "/s?mid=" + strconv.FormatInt(firstMid+seq, 10) + "&idx=" + strconv.Itoa(idx+1)
}

func (e *Emulator) shownComments(ctx context.Context, post int64, idx int) (list []shownComment, err error) {
	return list, e.store.query(ctx, func(scan func(...any) error) error {
		var c shownComment
		err := scan(&c.ID, &c.OpenID, &c.Content, &c.When, &c.Elected, &c.Gone, &c.Reply)
		list = append(list, c)
		return err
	}, "SELECT id, openid, content, created, elected, gone > 0, reply FROM comment WHERE post = ? AND idx = ? ORDER BY id DESC", post, idx)
}

type shownFile struct {
	MediaID, Kind, Name, Cover string
	When                       int64
	Bytes, Width, Height       int
}

// Size says how large a file is.
func (f shownFile) Size() string {
	if f.Bytes >= 1<<20 {
		return strconv.FormatFloat(float64(f.Bytes)/(1<<20), 'f', 1, 64) + " MB"
	}
	return strconv.Itoa((f.Bytes+1023)/1024) + " KB"
}

const filesAPage = 60

func (e *Emulator) readFiles(ctx context.Context, v *view) error {
	err := e.store.query(ctx, func(scan func(...any) error) error {
		var f shownFile
		var format, key string
		err := scan(&f.MediaID, &f.Kind, &f.Name, &f.When, &format, &key, &f.Width, &f.Height, &f.Bytes)
		if f.Kind == "image" || f.Kind == "thumb" {
			f.Cover = localImage(format, key)
		}
		v.Files = append(v.Files, f)
		return err
	}, `SELECT f.media_id, f.kind, f.name, f.created, b.format, b.key, b.width, b.height, length(b.data)
		FROM file f JOIN blob b ON b.key = f.key WHERE f.ends = 0 ORDER BY f.seq DESC LIMIT ? OFFSET ?`, filesAPage+1, v.Page*filesAPage)
	if v.HasMore = len(v.Files) > filesAPage; v.HasMore {
		v.Files = v.Files[:filesAPage]
	}
	return err
}

const callsAPage = 100

func (e *Emulator) readCalls(ctx context.Context, v *view) error {
	err := e.store.query(ctx, func(scan func(...any) error) error {
		var c loggedRequest
		var ms int64
		err := scan(&ms, &c.Method, &c.Path, &c.Query, &c.Errcode, &c.RID, &c.Fault)
		c.Time = time.UnixMilli(ms).In(china).Format("01-02 15:04:05")
		v.Calls = append(v.Calls, c)
		return err
	}, "SELECT time, method, path, query, errcode, rid, fault FROM request ORDER BY id DESC LIMIT ? OFFSET ?", callsAPage+1, v.Page*callsAPage)
	if v.HasMore = len(v.Calls) > callsAPage; v.HasMore {
		v.Calls = v.Calls[:callsAPage]
	}
	return err
}

// followerView is an article as followers see it.
type followerView struct {
	Lang                  string
	Title, Author, Source string
	When                  int64
	Deleted, Pictures     bool
	Content               template.HTML
	Images                []string
	Comments              []shownComment // featured ones
}

// serveArticle shows an article as followers see it, at the path of its address.
func (e *Emulator) serveArticle(w http.ResponseWriter, r *http.Request) {
	seq, idx, _ := parseArticleURL(r.URL.String())
	v := followerView{Lang: windowLang(r.URL.Query().Get("lang"), r.Header.Get("Accept-Language"))}
	var content, kind, extra string
	var post int64
	found := false
	err := e.store.query(r.Context(), func(scan func(...any) error) error {
		found = true
		return scan(&v.Title, &v.Author, &v.Source, &v.When, &v.Deleted, &kind, &extra, &content, &post)
	}, `SELECT a.title, a.author, a.source_url, m.updated, a.deleted, a.type, a.extra, a.content, coalesce(p.msg_data_id, 0)
		FROM message m JOIN article a ON a.message = m.seq LEFT JOIN post p ON p.message = m.seq WHERE m.seq = ? AND a.idx = ?`, seq, idx)
	if err == nil && kind == "newspic" {
		v.Pictures = true
		v.Images, err = e.picturesOf(r.Context(), extra)
	}
	all, err2 := e.shownComments(r.Context(), post, idx)
	switch {
	case err != nil || err2 != nil:
		http.Error(w, "the account's file cannot be read", http.StatusInternalServerError)
		return
	case !found:
		http.NotFound(w, r)
		return
	}
	for _, c := range all {
		if c.Elected && !c.Gone {
			v.Comments = append(v.Comments, c)
		}
	}
	v.Content = displayForm(content, v.Pictures)
	e.render(w, "article.html", articlePolicy, v)
}

// picturesOf are the pictures of a picture message, as paths on this server.
func (e *Emulator) picturesOf(ctx context.Context, extra string) (paths []string, err error) {
	var x extras
	if err := json.Unmarshal([]byte(extra), &x); err != nil || x.ImageInfo == nil {
		return nil, err
	}
	for _, image := range x.ImageInfo.List {
		err := e.store.query(ctx, func(scan func(...any) error) error {
			var format, key string
			err := scan(&format, &key)
			paths = append(paths, localImage(format, key))
			return err
		}, "SELECT b.format, b.key FROM file f JOIN blob b ON b.key = f.key WHERE f.media_id = ?", image.MediaID)
		if err != nil {
			return nil, err
		}
	}
	return paths, nil
}

// displayForm is the content as a reader's browser shows it: pictures from this
// server. It was rewritten when it was stored, and the page's policy runs nothing.
func displayForm(content string, plain bool) template.HTML {
	if plain {
		return template.HTML(strings.ReplaceAll(template.HTMLEscapeString(content), "\n", "<br>")) //nolint:gosec // escaped in this line
	}
	for _, scheme := range []string{"http://", "https://"} {
		content = strings.NewReplacer(
			`data-src="`+scheme+imageHost+"/", `src="/`,
			"url("+scheme+imageHost+"/", "url(/",
		).Replace(content)
	}
	return template.HTML(content) //nolint:gosec // rewritten when stored, shown under a policy without scripts
}
