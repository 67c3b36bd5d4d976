package schema

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/pb33f/ordered-map/v2"

	"mpsync/internal/diag"
)

// node is what the reference says of a value.
type node struct {
	Title       string            `json:"title"`
	Ref         string            `json:"$ref"`
	Description string            `json:"description"`
	Type        any               `json:"type"` // a name or a list of them
	Enum        []any             `json:"enum"`
	Default     json.RawMessage   `json:"default"`
	Examples    []json.RawMessage `json:"examples"`
	Minimum     *float64          `json:"minimum"`
	Maximum     *float64          `json:"maximum"`
	Items       *node             `json:"items"`
	AnyOf       []*node           `json:"anyOf"`
	Properties  nodes             `json:"properties"`
	// Additional is false, or the schema of the values of other keys.
	Additional json.RawMessage  `json:"additionalProperties"`
	Defs       map[string]*node `json:"$defs"`
}

// nodes are the keys of a table, in the order in which the schema has them.
type nodes struct {
	*orderedmap.OrderedMap[string, *node]
}

// UnmarshalJSON keeps the order.
func (n *nodes) UnmarshalJSON(data []byte) error {
	n.OrderedMap = orderedmap.New[string, *node]()
	return n.OrderedMap.UnmarshalJSON(data)
}

// keys are the names of all.
func (n nodes) keys() []string {
	var keys []string
	if n.OrderedMap != nil {
		for k := range n.FromOldest() {
			keys = append(keys, k)
		}
	}
	return keys
}

// parse reads a schema of ours.
func parse(name string, l diag.Lang) *node {
	data, ok := JSON(name, l)
	if !ok {
		panic("schema: no schema " + name)
	}
	root := &node{}
	if err := json.Unmarshal(data, root); err != nil {
		panic(fmt.Sprintf("schema: %s: %v", name, err))
	}
	return root
}

// follow is the schema that n refers to: a definition, or a key of the root or
// of a definition.
func (n *node) follow(root *node) *node {
	at := root
	parts := strings.Split(strings.TrimPrefix(n.Ref, "#/"), "/")
	if n.Ref == "" {
		return n
	}
	for ; len(parts) > 1; parts = parts[2:] {
		if parts[0] == "$defs" {
			at = at.Defs[parts[1]]
		} else {
			at = at.Properties.Value(parts[1])
		}
	}
	return at
}

// others is the schema of the values of keys that have any name, nil when there
// is none.
func (n *node) others() *node {
	if len(n.Additional) == 0 || n.Additional[0] != '{' {
		return nil
	}
	o := &node{}
	if err := json.Unmarshal(n.Additional, o); err != nil {
		panic(fmt.Sprintf("schema: additionalProperties: %v", err))
	}
	return o
}
