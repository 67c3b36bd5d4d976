//go:build linux

package main

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
)

var copied = regexp.MustCompile(`(?m)^COPY --from=build (\S+) (\S+)$`)

// TestImageRunsAsNobody builds the file set of the Dockerfile's last stage into a
// folder and runs it there, as the image's user, with nothing else in reach: no
// container engine is needed for that.
func TestImageRunsAsNobody(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("changing the root folder and the user wants root")
	}
	t.Parallel()
	recipe, err := os.ReadFile("Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	_, last, ok := strings.Cut(string(recipe), "\nFROM scratch\n")
	if !ok || !strings.Contains(last, "USER 65532:65532\nWORKDIR /site\nENTRYPOINT [\"/usr/local/bin/mpsync\"]") {
		t.Fatal("the last stage is not what is tried here")
	}
	built, root := t.TempDir(), t.TempDir()
	flags := regexp.MustCompile(`go build (.*?) -o`).FindStringSubmatch(string(recipe))[1]
	shell(t, ".", "CGO_ENABLED=0 go build "+flags+" -o '"+built+"/mpsync' . && mkdir -m 1777 '"+built+"/tmp'")
	for _, m := range copied.FindAllStringSubmatch(last, -1) {
		from := strings.Replace(m[1], "/out/", built+"/", 1)
		shell(t, ".", "mkdir -p '"+filepath.Join(root, filepath.Dir(m[2]))+"' && cp -a -L '"+from+"' '"+filepath.Join(root, m[2])+"'")
	}
	site := filepath.Join(root, "site")
	if err := copySite("testdata/small", site); err != nil {
		t.Fatal(err)
	}
	edit(t, filepath.Join(site, "mpsync.yaml"), "  appid: ${APPID}\n  secret: ${SECRET}\n  api: ${API}\n", "  emulator: current\n")
	const nobody = 65532
	err = filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		if err == nil && (strings.HasPrefix(path, site) || path == root) {
			err = os.Chown(path, nobody, nobody)
		}
		return err
	})
	if err := os.Chmod(root, 0o755); err != nil {
		t.Fatal(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	run := func(args ...string) string {
		c := exec.CommandContext(t.Context(), "/usr/local/bin/mpsync", args...)
		c.Dir, c.Env = "/site", []string{"HOME=/tmp"}
		c.SysProcAttr = &syscall.SysProcAttr{Chroot: root, Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		out, err := c.CombinedOutput()
		if err != nil {
			t.Fatalf("mpsync %v: %v\n%s", args, err, out)
		}
		return string(out)
	}
	for command, want := range map[string]string{"version": "mpsync ", "help": "Usage:", "validate": ""} {
		if out := run(command); !strings.Contains(out, want) {
			t.Errorf("mpsync %s: %s", command, out)
		}
	}
	if out := run("apply", "--yes"); !strings.Contains(out, "Done") {
		t.Error(out)
	}
	if out := run("plan", "--detailed-exitcode"); !strings.Contains(out, "Nothing to do") {
		t.Error(out)
	}
	certificates, err := os.ReadFile(filepath.Join(root, "etc/ssl/certs/ca-certificates.crt"))
	if err != nil || !strings.Contains(string(certificates), "BEGIN CERTIFICATE") {
		t.Errorf("certificates: %v", err)
	}
}
