package plan

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/invopop/jsonschema"
)

var update = flag.Bool("update", false, "write the schema of saved plans again")

// TestSchemaOfSavedPlansIsPublished keeps docs/schema in step with the code. A
// change that a reader of saved plans would stumble over raises [Format].
func TestSchemaOfSavedPlansIsPublished(t *testing.T) {
	r := jsonschema.Reflector{AllowAdditionalProperties: true, Mapper: func(t reflect.Type) *jsonschema.Schema {
		if t != reflect.TypeFor[Action]() {
			return nil
		}
		signs := &jsonschema.Schema{Type: "string"}
		for _, a := range []Action{None, Create, Update, Replace, Delete, Forget, Move, Adopt, Publish, Blocked, Deferred} {
			signs.Enum = append(signs.Enum, string(a))
		}
		return signs
	}}
	s := r.Reflect(Plan{})
	s.ID = "https://mpsync/schema/plan-1"
	s.Title = "A saved plan of mpsync, format 1"
	got, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	got = append(got, '\n')
	file := filepath.Join("..", "..", "docs", "schema", "plan-1.json")
	if *update {
		if err := os.WriteFile(file, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("docs/schema/plan-1.json (-published +code), renew it with -update:\n%s", diff)
	}
}
