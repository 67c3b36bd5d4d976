package site

import (
	"os"
	"path/filepath"
	"regexp"

	"mpsync/internal/diag"
	"mpsync/internal/model"
)

// Config is mpsync.yaml for the chosen account, defaults filled in.
type Config struct {
	Account  Account
	Articles []string // globs
	Theme    string   // a built-in name, or the path of a .css file from the site root
	ThemePos diag.Pos // where mpsync.yaml names it, or the file itself
	Lang     string   // "zh" or "en"; "" when the site does not say
	Defaults Defaults
	Images   Images
	// Header and Footer stand above and below every article that has none of
	// its own.
	Header, Footer Snippet
	Drawings       Drawings
	Render         Render
	// Publish says that mpsync may publish what `publish: true` asks for.
	Publish  bool
	Limits   Limits
	Comments Moderation
	// OnConsoleSave is ConsoleHold or ConsoleUpdate.
	OnConsoleSave string
	// State is the path of the state file from the site root.
	State string
	// StateBranch is the branch that keeps State, "" for none.
	StateBranch string
	Since       Since
	// CI says where a CI job may apply.
	CI CI
}

// Account is how to reach the account.
type Account struct {
	Name         string // of accounts:, "" when the site has one account
	AppID        Secret
	Secret       Secret
	TokenCommand Secret
	Library      string // LibraryAuto, LibraryMaterial or LibraryDraft
	// Emulator is the profile of the built-in account, EmulatorLegacy or
	// EmulatorCurrent; "" for a real one.
	Emulator string
	API      Secret // base URL, absent for the usual one
	// Component is the third-party platform that acts for the account, if any.
	Component Component
}

// Component is how a third-party platform gets tokens of the account.
type Component struct {
	Set            bool // the table is there
	AppID          Secret
	Secret         Secret
	TicketCommand  Secret // prints the component_verify_ticket
	RefreshCommand Secret // prints the authorizer_refresh_token, "" for the credential folder
}

// The values of library; auto asks the account.
const (
	LibraryAuto     = "auto"
	LibraryMaterial = "material"
	LibraryDraft    = "draft"
)

// The values of emulator: what the API once was and what it is today.
const (
	EmulatorLegacy  = "legacy"
	EmulatorCurrent = "current"
)

// Defaults stand in for what an article does not say.
type Defaults struct {
	Author    string
	Comments  model.Comments
	Cover     string // path from the site root, or an URL
	CoverCrop string // as in Meta
	SourceURL string // may hold {name} and {address}
	ShowCover bool
}

// What an update does to a draft that was saved in the console since.
const (
	ConsoleHold   = "hold" // wait for a person
	ConsoleUpdate = "update"
)

// Limits guard against accidents.
type Limits struct {
	Creates int
	Deletes int
	// Content says what becomes of an article that is too long, ContentError or
	// ContentWarn.
	Content string
	// CommentDeletes is how many comments one run may delete.
	CommentDeletes int
}

// The values of limits.content: the article is left out, or goes out with a
// warning.
const (
	ContentError = "error"
	ContentWarn  = "warn"
)

// CI bounds what a CI job does.
type CI struct {
	// Branch is the only one that apply runs on; "" for main and master.
	Branch string
}

// Drafts says whether the messages are known to go to the draft box.
func (c Config) Drafts() bool {
	return c.Account.Library == LibraryDraft || c.Account.Emulator == EmulatorCurrent
}

var language = regexp.MustCompile(`(?m)^lang:[ \t]*["']?(\w+)`)

// Language is what the site at dir says in `lang:`, "" when it says nothing. It
// also reads a configuration that is broken elsewhere, so that even that can be
// said in the right language.
func Language(dir string) string {
	data, err := os.ReadFile(filepath.Join(dir, ConfigFile)) //nolint:gosec // the person's own site
	if err != nil {
		return ""
	}
	if m := language.FindSubmatch(data); m != nil {
		return string(m[1])
	}
	return ""
}

func defaultConfig() Config {
	return Config{
		Account:       Account{Library: LibraryAuto},
		Articles:      []string{"articles/**/*.md"},
		Theme:         "default",
		ThemePos:      diag.Pos{File: ConfigFile},
		Defaults:      Defaults{Comments: model.CommentsClosed},
		Images:        defaultImages(),
		Drawings:      Drawings{Math: MathAuto},
		Render:        Render{Captions: captionChoices[0], Footnotes: footnoteChoices[0]},
		OnConsoleSave: ConsoleHold,
		Limits:        Limits{Creates: 10, Deletes: 3, CommentDeletes: 10, Content: ContentError},
	}
}
