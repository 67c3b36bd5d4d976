package state

import (
	"cmp"
	"slices"
)

// follow makes m remember what another record knows of its readers. own says
// that both are records of one message of the account.
func (m *Message) follow(other *Message, own bool) {
	came := slices.Clone(other.Earlier)
	if p := other.Publication; p != nil {
		came = append(came, *p)
	}
	for _, p := range came {
		if m.learn(p, own) || p.Status == PublicationFailed {
			continue
		}
		m.Earlier = append(m.Earlier, *p.clone())
	}
}

// learn joins a publication with the one that m remembers; false when it
// remembers none.
func (m *Message) learn(p Publication, own bool) bool {
	if m.Publication != nil && m.Publication.is(p, own) {
		m.Publication = m.Publication.further(p)
		return true
	}
	i := slices.IndexFunc(m.Earlier, func(e Publication) bool { return e.is(p, false) })
	if i < 0 {
		return false
	}
	m.Earlier = slices.Clone(m.Earlier)
	m.Earlier[i] = *m.Earlier[i].further(p)
	return true
}

// is says whether two records are of one publication. Of one message, they are
// unless a name tells them apart; of several only if a name is the same.
func (p *Publication) is(other Publication, own bool) bool {
	if p.Kind != other.Kind {
		return false
	}
	alike, apart := compareNames(p, &other)
	return alike || own && !apart || equal(*p, other)
}

// compareNames says whether any name of two publications is the same, and
// whether any is another one.
func compareNames(p, q *Publication) (alike, apart bool) {
	compare := func(known, same bool) {
		alike, apart = alike || known && same, apart || known && !same
	}
	compare(p.PublishID != "" && q.PublishID != "", p.PublishID == q.PublishID)
	compare(p.ArticleID != "" && q.ArticleID != "", p.ArticleID == q.ArticleID)
	compare(p.ClientID != "" && q.ClientID != "", p.ClientID == q.ClientID)
	compare(p.MsgID != 0 && q.MsgID != 0, p.MsgID == q.MsgID)
	compare(p.MsgDataID != 0 && q.MsgDataID != 0, p.MsgDataID == q.MsgDataID)
	return alike, apart
}

// further is that of two records of one publication which tells of more, with
// the names that only the other one knows.
func (p *Publication) further(other Publication) *Publication {
	order := []PublicationStatus{PublicationRunning, PublicationFailed, PublicationPublic, PublicationRemoved}
	f, o := p.clone(), &other
	if slices.Index(order, o.Status) > slices.Index(order, f.Status) {
		f, o = other.clone(), p
	}
	f.PublishID, f.ArticleID = cmp.Or(f.PublishID, o.PublishID), cmp.Or(f.ArticleID, o.ArticleID)
	f.ClientID, f.Audience = cmp.Or(f.ClientID, o.ClientID), cmp.Or(f.Audience, o.Audience)
	f.MsgID, f.MsgDataID = cmp.Or(f.MsgID, o.MsgID), cmp.Or(f.MsgDataID, o.MsgDataID)
	return f
}
