package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"mpsync/internal/schema"
)

// schemaFile is where init writes the schema that mpsync.yaml names.
const schemaFile = "mpsync.schema.json"

// schemaCommand prints the schemas of files.
func (a *app) schemaCommand() *cobra.Command {
	return &cobra.Command{
		Use: "schema [NAME]", Short: a.console.Text("cmd-schema"), Long: a.console.Text("cmd-schema-long"),
		Example: "  mpsync schema\n  mpsync schema config > mpsync.schema.json", ValidArgs: schema.Names(),
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usage("schema-one")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				a.listSchemas()
				return nil
			}
			data, ok := schema.JSON(args[0], a.console.Lang)
			if !ok {
				return usage("schema-unknown", args[0], strings.Join(schema.Names(), ", "))
			}
			_, err := a.Out.Write(data)
			return err
		},
	}
}

func (a *app) listSchemas() {
	for _, name := range schema.Names() {
		a.console.Print(name + strings.Repeat(" ", len("front-matter  ")-len(name)) + a.console.Text("schema-"+name))
	}
}

// writeSchema writes the schema of the configuration beside it.
func (a *app) writeSchema(path string) error {
	data, _ := schema.JSON("config", a.console.Lang)
	return a.create(path, data)
}
