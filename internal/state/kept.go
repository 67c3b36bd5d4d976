package state

import (
	"slices"

	"mpsync/internal/model"
)

// Forget drops the record of a message that the account keeps. The images that
// it uses are not to be deleted: nothing tells any more when it is done with
// them.
func (s *State) Forget(a model.Address) {
	s.keep(s.Messages[a], nil)
	delete(s.Messages, a)
}

// keepOutlived keeps what readers may still see when a record gives way to
// another one or to none. A record that only moves keeps its own images.
func (s *State) keepOutlived(e Entry) {
	refs := map[string][]string{} // of what the entry records, by media_id
	for _, m := range e.Messages {
		if m != nil {
			refs[m.MediaID] = m.refs()
		}
	}
	for a := range e.Messages {
		if was := s.Messages[a]; was != nil && was.reachedReaders() {
			s.keep(was, refs[was.MediaID])
		}
	}
}

// reachedReaders says whether readers may have a form of the message.
func (m *Message) reachedReaders() bool {
	return len(m.Earlier) > 0 || m.Publication != nil && m.Publication.Status != PublicationFailed || !m.Left.IsZero()
}

// refs are the references of all articles of a message; none of no message.
func (m *Message) refs() []string {
	if m == nil {
		return nil
	}
	var all []string
	for _, a := range m.Articles {
		all = append(all, a.Refs...)
	}
	return all
}

// keep marks the permanent images that a message uses, but those among others.
func (s *State) keep(m *Message, others []string) {
	for _, written := range m.refs() {
		ref, ok := model.ParseReference(written)
		if !ok || slices.Contains(others, written) {
			continue
		}
		switch ref.Kind {
		case model.RefCover:
			if known := s.Materials[ref.Key]; known != nil && !known.Kept {
				kept := *known
				kept.Kept = true
				s.Materials[ref.Key] = &kept
			}
		case model.RefImage:
			if known := s.Images[ref.Key]; known.MediaID != "" {
				known.Kept = true
				s.Images[ref.Key] = known
			}
		case model.RefLink:
		}
	}
}
