package site

import (
	"cmp"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"mpsync/internal/diag"
	"mpsync/internal/model"
)

// maxArticles is how many articles a message holds.
// https://developers.weixin.qq.com/doc/subscription/api/draftbox/draftmanage/api_draft_add.html
const maxArticles = 8

// messageFile is a file that lists the articles of a message.
type messageFile struct {
	findings
	address model.Address
	refs    []ref
	guessed bool   // the file could not be read, and refs are what it may mean
	skipped string // a reason of [Site.Skipped], or ""
}

// ref is an article as a message file names it.
type ref struct {
	place
	written string
	article *source // nil when there is none
}

func (l *loader) readMessages(files []string) []*messageFile {
	messages := make([]*messageFile, len(files))
	for i, file := range files {
		messages[i] = l.memo.message(file, l.readMessage)
	}
	return messages
}

func (l *loader) readMessage(file string) *messageFile {
	m := &messageFile{findings: findings{file: file}, address: model.AddressOf(file)}
	data, ok := l.readText(&m.findings)
	if !ok || !m.read(data) {
		m.guess(data)
	}
	return m
}

// read reads the list of articles; ok is false when the file cannot be read.
func (m *messageFile) read(data []byte) (ok bool) {
	n := parseYAML(data, 1, yamlFile, &m.findings)
	if n == nil {
		return false
	}
	for _, f := range n.fields {
		if f.key != "articles" {
			unknownKey(&m.findings, f, "", []string{"articles"})
		}
	}
	f, ok := n.get("articles")
	if !ok {
		m.error(n.place, "message-empty")
		return true
	}
	items := []*node{f.value}
	if f.value.kind == list {
		items = f.value.items
	}
	for _, item := range items {
		if !item.scalar() {
			m.error(item.place, "value-not-text", f.key)
			continue
		}
		m.refs = append(m.refs, ref{place: item.place, written: item.text})
	}
	switch {
	case len(items) == 0:
		m.error(f.place, "message-empty")
	case len(items) > maxArticles:
		m.error(items[maxArticles].place, "message-too-many", len(items), maxArticles)
	}
	return true
}

var word = regexp.MustCompile(`[^\s,\[\]"'#]+`)

// guess looks for articles in a file that cannot be read, so that they do not
// go out as messages of their own.
func (m *messageFile) guess(data []byte) {
	m.guessed = true
	for _, name := range word.FindAllString(string(data), -1) {
		m.refs = append(m.refs, ref{place: start, written: name})
	}
}

// assemble puts articles into messages and leaves out what is not sound.
func (l *loader) assemble(articles []*source, messages []*messageFile) {
	l.findCollisions(articles, messages)
	in := l.bind(articles, messages)
	l.Articles, l.Messages = make([]Article, 0, len(articles)), make([]Message, 0, len(articles))
	for _, m := range messages {
		m.settle()
		l.addMessage(m)
	}
	for _, a := range articles {
		if in[a] == nil {
			single := &messageFile{findings: findings{file: a.Path}, address: a.Address, refs: []ref{{article: a}}, skipped: a.skipped}
			l.addMessage(single)
			l.markOld(a)
		}
		l.found = append(l.found, a.list...)
	}
	for _, m := range messages {
		for i := range m.list {
			m.list[i].Address = string(m.address)
		}
		l.found = append(l.found, m.list...)
	}
	l.found = append(l.found, l.conf.list...)
	for _, list := range [][]Article{l.Articles, l.Faulty} {
		slices.SortFunc(list, func(a, b Article) int { return cmp.Compare(a.Address, b.Address) })
	}
	slices.SortFunc(l.Messages, func(a, b Message) int { return cmp.Compare(a.Address, b.Address) })
}

// addMessage takes a message and its articles into the site or says why not.
func (l *loader) addMessage(m *messageFile) {
	if m.skipped != "" {
		l.Skipped[m.address] = m.skipped
	}
	message := Message{Address: m.address, Pos: m.at(start)}
	for _, r := range m.refs {
		switch {
		case r.article == nil:
		case m.skipped != "":
			why := cmp.Or(r.article.skipped, m.skipped)
			l.Skipped[r.article.Address] = why
			if why == SkippedError && r.article.BodyLine > 0 {
				l.Faulty = append(l.Faulty, r.article.Article)
			}
		default:
			message.Articles = append(message.Articles, r.article.Address)
			l.Articles = append(l.Articles, r.article.Article)
		}
	}
	if m.skipped == "" {
		l.Messages = append(l.Messages, message)
	}
}

// findCollisions refuses all sources of an address that has several.
func (l *loader) findCollisions(articles []*source, messages []*messageFile) {
	type owner struct {
		*findings
		place
		refuse func()
	}
	owners := map[model.Address][]owner{}
	for _, a := range articles {
		at := start
		if p, ok := a.keys["id"]; ok {
			at = p
		}
		owners[a.Address] = append(owners[a.Address], owner{&a.findings, at, func() { a.skipped = SkippedError }})
	}
	for _, m := range messages {
		owners[m.address] = append(owners[m.address], owner{&m.findings, start, func() { m.skipped = SkippedError }})
	}
	for _, address := range slices.Sorted(maps.Keys(owners)) {
		if len(owners[address]) == 1 {
			continue
		}
		for i, o := range owners[address] {
			var others []string
			for j, other := range owners[address] {
				if i != j {
					others = append(others, other.file)
				}
			}
			d := diag.New(diag.Error, "address-taken", o.at(o.place), string(address), strings.Join(others, ", "))
			d.Address = string(address)
			o.list = append(o.list, d)
			o.refuse()
		}
	}
}

// bind finds the articles that message files name and returns the message of
// each. Guesses come last and take only what no other message names.
func (l *loader) bind(articles []*source, messages []*messageFile) map[*source]*messageFile {
	b := binder{l, make(map[string]*source, len(articles)), map[*source]*messageFile{}, map[*source]diag.Pos{}}
	for _, a := range articles {
		b.sources[nfc(a.Path)] = a
	}
	for _, m := range messages {
		for i := range m.refs {
			if !m.guessed {
				b.take(m, &m.refs[i])
			}
		}
	}
	for _, m := range messages {
		for i := range m.refs {
			if a, _ := b.find(m, m.refs[i]); m.guessed && a != nil && b.in[a] == nil {
				m.refs[i].article, b.in[a] = a, m
			}
		}
	}
	return b.in
}

type binder struct {
	*loader
	sources map[string]*source // by path in NFC
	in      map[*source]*messageFile
	at      map[*source]diag.Pos // where the article is named first
}

// find is the article that r names, nil when there is none.
func (b binder) find(m *messageFile, r ref) (*source, Target) {
	target := b.Resolve(m.file, r.written)
	file, _ := b.articleFile(target.Path)
	return b.sources[file], target
}

// take binds an article to its message. One that two messages name leaves both
// out.
func (b binder) take(m *messageFile, r *ref) {
	a, target := b.find(m, *r)
	if a == nil {
		m.error(r.place, missingArticle(target), r.written)
		return
	}
	r.article = a
	if other := b.in[a]; other != nil {
		m.error(r.place, "message-article-twice", r.written, b.at[a].String())
		other.skipped = SkippedError
		return
	}
	b.in[a], b.at[a] = m, m.at(r.place)
}

// missingArticle is the finding about a destination that is no article.
func missingArticle(t Target) string {
	ext := strings.ToLower(path.Ext(t.Path))
	switch {
	case t.Reason == Escapes:
		return "message-article-escapes"
	case t.Reason == Found && (ext == ".md" || ext == ".markdown"):
		return "message-article-not-matched"
	}
	return "message-article-missing"
}

// settle decides whether a message goes out. One unsound article leaves the
// whole message out; so does one that is skipped, unless all of them are.
func (m *messageFile) settle() {
	if m.guessed {
		m.skipped = SkippedError
		return
	}
	var skipped []ref
	for _, r := range m.refs {
		switch {
		case r.article == nil:
		case r.article.skipped == SkippedError:
			m.error(r.place, "message-left-out", r.article.Path)
		case r.article.skipped != "":
			skipped = append(skipped, r)
		}
	}
	if len(skipped) > 0 && len(skipped) == len(m.refs) {
		m.skipped = cmp.Or(m.skipped, skipped[0].article.skipped)
		skipped = nil
	}
	for _, r := range skipped {
		m.error(r.place, "message-article-skipped", r.article.Path)
	}
	if m.failed() {
		m.skipped = SkippedError
	}
}
