package state

import "reflect"

// unite is what theirs becomes when all is done to it that made mine of base:
// record by record, so that what two clones did to different articles of one
// account both counts. Where both changed a record, mine is the later one.
//
// Every map and every text of State takes part, whichever fields it gets; only
// messages need care, because theirs may have given an address another message.
func unite(base, theirs, mine *State) *State {
	u := theirs.Clone()
	b, t, m := reflect.ValueOf(base).Elem(), reflect.ValueOf(u).Elem(), reflect.ValueOf(mine.Clone()).Elem()
	for i := range t.NumField() {
		switch t.Type().Field(i).Name {
		case "Format", "Version", "Lineage", "Serial", "Messages":
			continue
		}
		if t.Field(i).Kind() == reflect.Map {
			replay(b.Field(i), t.Field(i), m.Field(i))
		} else if !reflect.DeepEqual(b.Field(i).Interface(), m.Field(i).Interface()) {
			t.Field(i).Set(m.Field(i))
		}
	}
	uniteMessages(base, theirs, mine.Clone(), u)
	u.Serial = max(theirs.Serial, mine.Serial) + 1
	return u
}

// replay does to a map what was done to base to make mine.
func replay(base, to, mine reflect.Value) {
	for _, k := range mine.MapKeys() {
		now, was := mine.MapIndex(k), base.MapIndex(k)
		if !was.IsValid() || !reflect.DeepEqual(now.Interface(), was.Interface()) {
			to.SetMapIndex(k, now)
		}
	}
	for _, k := range base.MapKeys() {
		if !mine.MapIndex(k).IsValid() {
			to.SetMapIndex(k, reflect.Value{})
		}
	}
}

// sameReaders says whether as much is known of the readers of two records.
func sameReaders(a, b *Message) bool {
	return reflect.DeepEqual(a.Publication, b.Publication) && reflect.DeepEqual(a.Earlier, b.Earlier)
}

// published is a record that this clone wrote, with what the other one learnt of
// its readers meanwhile: forgotten, it would be sent to them again.
func published(was, there, now *Message) *Message {
	switch {
	case was == nil || there == nil || sameReaders(was, there):
		return now
	case there.MediaID == was.MediaID && now.MediaID != was.MediaID: // mine replaced what they sent
		now.Succeeds(there)
		return now
	case there.MediaID != now.MediaID || !sameReaders(was, now):
		return now
	}
	now.Publication, now.Earlier, now.Left = there.Publication, there.Earlier, there.Left
	return now
}

// uniteMessages is replay for messages. A message of theirs that this clone
// never saw is not forgotten, and one that they replaced does not come back.
func uniteMessages(base, theirs, mine, u *State) {
	ours := map[string]bool{} // the messages whose records mine wrote
	for address, now := range mine.Messages {
		was, there := base.Messages[address], theirs.Messages[address]
		if was != nil && reflect.DeepEqual(was, now) {
			continue
		}
		if there != nil && there.MediaID != now.MediaID && theirs.Tombstones[now.MediaID] != nil {
			if was != nil && now.MediaID == was.MediaID && !sameReaders(was, now) { // they replaced what mine sent
				u.Messages[address].Succeeds(now)
			}
			continue
		}
		u.Messages[address], ours[now.MediaID] = published(was, u.Messages[address], now), true
	}
	for address, was := range base.Messages {
		there := theirs.Messages[address]
		if mine.Messages[address] == nil && there != nil && there.MediaID == was.MediaID {
			delete(u.Messages, address)
		}
	}
	// Both moved one message to a new address: one record is enough.
	for address, there := range theirs.Messages {
		if base.Messages[address] == nil && mine.Messages[address] == nil && ours[there.MediaID] {
			delete(u.Messages, address)
		}
	}
}
