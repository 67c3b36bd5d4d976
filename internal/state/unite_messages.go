package state

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"mpsync/internal/model"
)

// held is a record and where it stands; without Message it is none.
type held struct {
	address model.Address
	*Message
}

// byMessage gives the records of a state by the message of the account that they
// are of, because an address can be given another one.
func (s *State) byMessage() map[string]held {
	all := make(map[string]held, len(s.Messages))
	for address, m := range s.Messages {
		all[m.MediaID] = held{address, m}
	}
	return all
}

// The order in which records take their addresses when states are united: what
// is new comes before what was moved.
const (
	rankMadeByMine = iota
	rankMadeByTheirs
	rankMovedByMine
	rankOther
)

// joining unites the records of messages.
type joining struct {
	base, theirs, mine *State
	u                  *State
	known              map[string]held // base's
	claims             [rankOther + 1][]held
	yielding           []held // to what stands at these addresses in the end
}

// uniteMessages fills u with the messages of theirs and mine, which it takes
// over. Records are joined by the message that they are of. One that is gone
// from the other side stays gone unless something was done to it meanwhile; what
// readers have is remembered in any case, by what took its place.
func uniteMessages(base, theirs, mine, u *State) {
	j := joining{base: base, theirs: theirs, mine: mine, u: u, known: base.byMessage()}
	there, now := theirs.byMessage(), mine.byMessage()
	all := maps.Clone(there)
	maps.Copy(all, now)
	for _, id := range slices.Sorted(maps.Keys(all)) {
		j.unite(j.known[id], there[id], now[id])
	}
	clear(u.Messages)
	for rank, claims := range j.claims {
		for _, c := range claims {
			j.seat(rank, c)
		}
	}
	for _, y := range j.yielding {
		j.yield(y)
	}
}

// unite decides what becomes of one message.
func (j *joining) unite(was, there, now held) {
	switch {
	case was.Message == nil && there.Message == nil:
		j.claim(rankMadeByMine, now)
	case was.Message == nil && now.Message == nil:
		j.claim(rankMadeByTheirs, there)
	case there.Message == nil:
		if !equal(was, now) && !j.replaced(j.theirs, was, now) {
			j.claim(rankMovedByMine, now)
		}
	case now.Message == nil:
		if !equal(was, there) && !j.replaced(j.mine, was, there) && !sameReaders(was.Message, there.Message) {
			j.claim(rankOther, there)
		}
	case was.Message == nil:
		j.claim(rankMadeByMine, held{now.address, uniteMessage(&Message{}, there.Message, now.Message)})
	case was.address != now.address:
		j.claim(rankMovedByMine, held{now.address, uniteMessage(was.Message, there.Message, now.Message)})
	default:
		j.claim(rankOther, held{there.address, uniteMessage(was.Message, there.Message, now.Message)})
	}
}

func (j *joining) claim(rank int, h held) { j.claims[rank] = append(j.claims[rank], h) }

// replaced says whether the side that no longer has a message made another one
// in its place; the record that the other side wrote meanwhile yields to that.
func (j *joining) replaced(by *State, was, left held) bool {
	at := was.address
	if owed := j.u.Tombstones[was.MediaID]; owed != nil {
		at = owed.Address
	} else if next := by.Messages[at]; next == nil || j.known[next.MediaID].Message != nil {
		return false
	}
	j.yielding = append(j.yielding, held{at, left.Message})
	return true
}

// seat gives a record its address or, when that is taken, the one that it had.
func (j *joining) seat(rank int, h held) {
	if j.u.Messages[h.address] == nil {
		j.u.Messages[h.address] = h.Message
		return
	}
	if had := j.known[h.MediaID]; had.Message != nil && j.u.Messages[had.address] == nil {
		j.u.Messages[had.address] = h.Message
		return
	}
	j.yielding = append(j.yielding, h)
	if rank == rankMadeByTheirs && !h.Created.IsZero() && !h.reachedReaders() { // both made one
		j.u.Tombstones[h.MediaID] = &Tombstone{Address: h.address, Reason: "replaced"}
	}
}

// yield keeps of a record what readers have. Where nothing took its place, it
// stays, and its message with it.
func (j *joining) yield(h held) {
	if !h.reachedReaders() {
		return
	}
	j.u.keep(h.Message, nil)
	if next := j.u.Messages[h.address]; next != nil {
		next.follow(h.Message, false)
		return
	}
	j.u.Messages[h.address] = h.Message
	delete(j.u.Tombstones, h.MediaID)
}

// uniteMessage joins two records of one message.
func uniteMessage(was, there, now *Message) *Message {
	if equal(there, now) {
		return now
	}
	u := uniteWritten(was, there, now)
	u.Protect = changed(was.Protect, there.Protect, now.Protect)
	u.Created = changed(was.Created, there.Created, now.Created)
	switch {
	case sameReaders(was, now):
		u.Publication, u.Earlier, u.Left = there.Publication, there.Earlier, there.Left
	case sameReaders(was, there):
		u.Publication, u.Earlier, u.Left = now.Publication, now.Earlier, now.Left
	default:
		u.Publication = cmp.Or(changed(was.Publication, there.Publication, now.Publication), there.Publication).clone()
		u.Earlier, u.Left = now.Earlier, changed(was.Left, there.Left, now.Left)
		u.follow(there, true)
		u.follow(now, true)
		if u.Publication != nil && u.Publication.Status != PublicationFailed {
			u.Left = time.Time{}
		}
	}
	return u
}

// sameReaders says whether as much is known of the readers of two records.
func sameReaders(a, b *Message) bool {
	return equal(a.Publication, b.Publication) && equal(a.Earlier, b.Earlier) && a.Left.Equal(b.Left)
}

// uniteWritten is a record with what was sent last, and with the addresses and
// the tasks done that the other side gave its articles.
func uniteWritten(was, there, now *Message) *Message {
	u, other := now.clone(), there
	if sameWritten(was, now) {
		u, other = there.clone(), now
	}
	if len(was.Articles) != len(u.Articles) || len(was.Articles) != len(other.Articles) {
		return u
	}
	sent := !sameWritten(was, u)
	for i, b := range was.Articles {
		a, o := &u.Articles[i], other.Articles[i]
		if o.Address != b.Address || o.Path != b.Path {
			a.Address, a.Path = o.Address, o.Path
		}
		if !sent { // else it may have undone them
			a.Done = uniteDone(b.Done, a.Done, o.Done)
		}
	}
	return u
}

// uniteDone is what was done of what either side did and took back.
func uniteDone(was, there, now []string) []string {
	if equal(was, there) {
		return now
	}
	var u []string
	for _, task := range slices.Compact(slices.Sorted(slices.Values(slices.Concat(there, now)))) {
		if !slices.Contains(was, task) || slices.Contains(there, task) && slices.Contains(now, task) {
			u = append(u, task)
		}
	}
	return u
}

// sameWritten says whether two records tell of the same content, wherever its
// files lie.
func sameWritten(a, b *Message) bool {
	bare := func(m *Message) []Article {
		articles := slices.Clone(m.Articles)
		for i := range articles {
			articles[i].Address, articles[i].Path, articles[i].Done = "", "", nil
		}
		return articles
	}
	return equal(a.Baseline, b.Baseline) && equal(a.Unread, b.Unread) && equal(bare(a), bare(b))
}
