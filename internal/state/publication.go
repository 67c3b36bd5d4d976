package state

import (
	"slices"
	"time"

	"mpsync/internal/model"
)

// Publication is how readers came to see a message, and what calls about it
// name it by since.
type Publication struct {
	Kind   PublicationKind   `json:"kind"`
	Status PublicationStatus `json:"status"`
	// PublishID names the job of a publication that mpsync submitted.
	PublishID string `json:"publish_id,omitempty"`
	// ArticleID names a published message; a broadcast one has none.
	ArticleID string `json:"article_id,omitempty"`
	// MsgID and ClientID name a broadcast that mpsync sent, to Audience: "all",
	// "tag 2", or "openids" and their hash.
	MsgID    uint64 `json:"msg_id,omitempty"`
	ClientID string `json:"clientmsgid,omitempty"`
	Audience string `json:"audience,omitempty"`
	// MsgDataID is what comments belong to; 0 while it is not known.
	MsgDataID uint64 `json:"msg_data_id,omitempty"`
	// Code is the publish_status, and Failed the places, from 1, of a failure.
	Code   int   `json:"code,omitempty"`
	Failed []int `json:"failed,omitempty"`
	// Began and Ended are when it was submitted and when its result was learnt, in
	// UTC and whole seconds; zero where mpsync did not see it.
	Began time.Time `json:"began,omitzero"`
	Ended time.Time `json:"ended,omitzero"`
	// Articles are those of the message, in the order of its record.
	Articles []Published `json:"articles,omitempty"`
}

// PublicationKind says whether followers were told.
type PublicationKind string

// The kinds of publications.
const (
	KindPublish   PublicationKind = "publish"   // 发布, which notifies nobody
	KindBroadcast PublicationKind = "broadcast" // 群发
)

// PublicationStatus says how far a publication came.
type PublicationStatus string

// The values of [Publication.Status].
const (
	PublicationRunning PublicationStatus = "running" // accepted, the result is not known
	PublicationPublic  PublicationStatus = "public"  // readers can see it
	PublicationFailed  PublicationStatus = "failed"  // WeChat did not publish it
	PublicationRemoved PublicationStatus = "removed" // it was public and is no longer
)

// Published is one article that readers can see.
type Published struct {
	Address model.Address `json:"address"`
	Title   string        `json:"title"`
	// Index is its place in the message that readers got, from 0, as the calls
	// about comments count; the console may have put messages together.
	Index int    `json:"index"`
	URL   string `json:"url,omitempty"`
}

// Public says whether readers can see the message.
func (m *Message) Public() bool {
	return m.Publication != nil && m.Publication.Status == PublicationPublic
}

// Sent is what comments of one article are called by.
type Sent struct {
	Message   model.Address
	MsgDataID uint64
	Index     int // from 0
	URL       string
}

// Sent gives the latest public form of an article whose msg_data_id is known.
func (s *State) Sent(article model.Address) (Sent, bool) {
	for _, address := range s.holding(article) {
		m := s.Messages[address]
		if !m.Public() || m.Publication.MsgDataID == 0 {
			continue
		}
		for _, a := range m.Publication.Articles {
			if a.Address == article {
				return Sent{address, m.Publication.MsgDataID, a.Index, a.URL}, true
			}
		}
	}
	return Sent{}, false
}

// holding lists the messages whose publication names an article, sorted.
func (s *State) holding(article model.Address) []model.Address {
	var found []model.Address
	for address, m := range s.Messages {
		if m.Publication != nil && slices.ContainsFunc(m.Publication.Articles, func(a Published) bool { return a.Address == article }) {
			found = append(found, address)
		}
	}
	slices.Sort(found)
	return found
}

// URLs gives the public address of every article that has one: that of the
// latest publication which is public.
func (s *State) URLs() map[model.Address]string {
	urls := map[model.Address]string{}
	for _, m := range s.Messages {
		for i := range m.Earlier {
			m.Earlier[i].urls(urls)
		}
		m.Publication.urls(urls)
	}
	return urls
}

func (p *Publication) urls(into map[model.Address]string) {
	if p == nil || p.Status != PublicationPublic {
		return
	}
	for _, a := range p.Articles {
		if a.URL != "" {
			into[a.Address] = a.URL
		}
	}
}

func (p *Publication) clone() *Publication {
	if p == nil {
		return nil
	}
	c := *p
	c.Failed, c.Articles = slices.Clone(p.Failed), slices.Clone(p.Articles)
	return &c
}

// RenamePublished gives an article its new address in what is known of its
// publications, so that its readers' comments and its links stay with it. The
// publications of m are its own afterwards.
func (m *Message) RenamePublished(from, to model.Address) {
	m.Publication, m.Earlier = m.Publication.clone(), slices.Clone(m.Earlier)
	all := []*Publication{m.Publication}
	for i := range m.Earlier {
		m.Earlier[i] = *m.Earlier[i].clone()
		all = append(all, &m.Earlier[i])
	}
	for _, p := range all {
		for i := range p.published() {
			if p.Articles[i].Address == from {
				p.Articles[i].Address = to
			}
		}
	}
}

// published are the articles of a publication; none when there is no publication.
func (p *Publication) published() []Published {
	if p == nil {
		return nil
	}
	return p.Articles
}

// Succeeds makes m, which takes the place of an old message, remember what
// readers have of that one. nil is no message.
func (m *Message) Succeeds(old *Message) {
	if old == nil {
		return
	}
	m.Earlier = slices.Clone(old.Earlier)
	if old.Publication != nil && old.Publication.Status != PublicationFailed {
		m.Earlier = append(m.Earlier, *old.Publication)
	}
}

// Outlived is what stays of a record once its message is deleted from the
// library: the latest form that readers may have, or nil.
func (m *Message) Outlived() *Message {
	last := len(m.Earlier) - 1
	if last < 0 {
		return nil
	}
	c := m.clone()
	c.Publication, c.Earlier = m.Earlier[last].clone(), c.Earlier[:last]
	if len(c.Earlier) == 0 {
		c.Earlier = nil
	}
	return c
}
