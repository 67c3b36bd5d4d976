package plan

import (
	"strconv"
	"strings"

	"mpsync/internal/comment"
	"mpsync/internal/model"
)

// payComments puts the calls of comments on the bill.
func (b *bill) payComments() {
	for i := range b.plan.Comments {
		t := &b.plan.Comments[i]
		for k, c := range t.Changes {
			if !c.pending() {
				continue
			}
			calls := map[string]int{CommentAPI(c.Do): 1}
			if c.Action == Replace {
				calls[CommentAPI(model.CommentUnreply)]++
			}
			if api := b.overdrawn(calls); api != "" {
				t.Changes[k].Action = Deferred
				t.Changes[k].Reason = &Note{Code: "deferred-quota", Address: t.Address, Args: []string{api, strconv.Itoa(b.Left[api])}}
				continue
			}
			b.pay(calls, nil)
		}
	}
}

// CommentAPI names the call of a deed.
func CommentAPI(do model.CommentDo) string {
	return "comment/" + map[model.CommentDo]string{
		model.CommentOpen: "open", model.CommentClose: "close", model.CommentFeature: "markelect", model.CommentUnfeature: "unmarkelect",
		model.CommentReply: "reply/add", model.CommentUnreply: "reply/delete", model.CommentDelete: "delete",
	}[do]
}

// deletedComments counts the comments that a plan deletes for ever.
func (p Plan) deletedComments() int {
	n := 0
	for _, t := range p.Comments {
		for _, c := range t.Changes {
			if c.Do == model.CommentDelete && c.pending() {
				n++
			}
		}
	}
	return n
}

// effects of comments, one line each.
func (t Thread) effects() []string {
	var out []string
	for _, c := range t.Changes {
		if c.pending() {
			out = append(out, t.effect(c))
		}
	}
	return out
}

func (t Thread) effect(c CommentChange) string {
	return strings.Join([]string{string(c.Action), string(t.Address) + "#" + strconv.FormatInt(c.ID, 10), t.String(), string(c.Do), comment.HashReply(c.Reply)}, " ")
}
