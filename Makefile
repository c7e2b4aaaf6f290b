# cust: four small programs for difficult customers.  `make demo` to see it work, `make check` to test it.
#
#   make            build everything into $(BUILD)
#   make demo       a throw-away desk: mails and calls in, queue, follow-ups, report
#   make check      all tests                make sanitize   the same under ASan and UBSan
#   make lint       compilers and linters    make bench      speed, as ratios against bare C floors
#   make fuzz       each parser, a minute    make install    DESTDIR= PREFIX=/usr/local
#   make model      learn the shipped models again, from the texts in DATA
#   make deps       bring in the Debian packages that are missing; DEPS=no switches that off

VERSION = 0.1
PREFIX ?= /usr/local
BUILD ?= build
DEPS ?= yes

# What building and testing needs, as Debian names.
PACKAGES = pkg-config libsqlite3-dev libyaml-dev libgmime-3.0-dev libxml2-dev libjansson-dev libcsv-dev \
	libunistring-dev libseccomp-dev libcmocka-dev tzdata perl mandoc sqlite3 nettle-dev libical-dev python3-icalendar
# What only `make lint`, `make fuzz` and `make bench` need besides.
LINT_PACKAGES = clang clang-format clang-tidy cppcheck shellcheck universal-ctags
FUZZ_PACKAGES = clang libclang-rt-dev
BENCH_PACKAGES = valgrind libhyperscan-dev

CC ?= cc
HARDEN = -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fstack-clash-protection -fcf-protection -fPIE
# What is learned must not depend on whether a machine can multiply and add in one go.
EXACT = -ffp-contract=off
WARN = -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla \
	-Wformat=2 -Wnull-dereference -Wwrite-strings
OPT ?= -O2 -g
CPPFLAGS += -D_POSIX_C_SOURCE=200809L -D_XOPEN_SOURCE=700 -Ilib -I. -I$(BUILD) -DCUST_VERSION='"$(VERSION)"'
CFLAGS += -std=c11 -pthread $(OPT) $(WARN) $(HARDEN) $(EXACT) $(SAN)
LDFLAGS += -pie -pthread -Wl,-z,relro,-z,now,--as-needed $(SAN)

# Each outside library is asked for in the room that uses it.
# Their headers are not ours to lint.
pc = $(patsubst -I%,-isystem %,$(shell pkg-config --cflags $(1) 2>/dev/null))
pl = $(shell pkg-config --libs $(1) 2>/dev/null)
# Finding the libraries' symbols takes a third of a short command's time, so the tools have them linked in; they are
# rebuilt when a library is mended.  STATIC=no links them shared, as a distribution would.
STATIC ?= yes
ifeq ($(STATIC),yes)
linked = -Wl,-Bstatic $(1) -Wl,-Bdynamic
else
linked = $(1)
endif
SQLITE_LIBS = $(call linked,-lsqlite3) -lm
YAML_LIBS = $(call linked,-lyaml)
TEXT_LIBS = $(call linked,-lunistring)
CORE_LIBS = $(SQLITE_LIBS) $(YAML_LIBS) $(call linked,-ljansson -lcsv -lnettle) $(TEXT_LIBS)
MIME_CFLAGS := $(call pc,gmime-3.0 libxml-2.0 libseccomp)
MIME_LIBS = $(call pl,gmime-3.0 libxml-2.0 libseccomp jansson) -lunistring

TOOLS = cust-log cust-triage cust-followup cust-report
HELPERS = cust-mime cust-ical

LIB_SRC := $(wildcard lib/base/*.c lib/rule/*.c lib/judge/*.c lib/policy/*.c lib/form/*.c lib/store/*.c lib/desk/*.c)
LIB_OBJ := $(LIB_SRC:%.c=$(BUILD)/%.o) $(BUILD)/gen/default_policy.o $(BUILD)/gen/schema.o \
	$(BUILD)/gen/shipped_model.o
COMMON_OBJ := $(patsubst %.c,$(BUILD)/%.o,$(wildcard cmd/common/*.c))
HEADERS := $(wildcard lib/*/*.h cmd/*/*.h)
UNIT := $(patsubst tests/%.c,$(BUILD)/tests/%.t,$(wildcard tests/unit/test_*.c tests/fault/test_*.c tests/fuzz/fuzz_*.c))

all: $(TOOLS:%=$(BUILD)/%) $(HELPERS:%=$(BUILD)/%)

# --- the library and the tools ----------------------------------------------------------------------------------

# V=1 shows whole commands.
ifeq ($(V),)
say = @echo "  $(1) $(2:$(BUILD)/%=%)";
endif

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(call say,CC,$<)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/libcust.a: $(LIB_OBJ)
	$(call say,AR,$@)rm -f $@ && $(AR) rcs $@ $^

define tool
$(BUILD)/$(1): $(patsubst %.c,$(BUILD)/%.o,$(wildcard cmd/$(1)/*.c)) $(COMMON_OBJ) $(BUILD)/libcust.a
	$$(call say,LD,$$@)$$(CC) $$(LDFLAGS) -o $$@ $$^ $$(CORE_LIBS)
endef
$(foreach t,$(TOOLS),$(eval $(call tool,$(t))))

# The default policy is checked and compiled at build time by the policy room itself.
POLICYC_OBJ = $(patsubst %.c,$(BUILD)/%.o,$(filter lib/base/% lib/rule/% lib/judge/% lib/policy/%,$(LIB_SRC)))
$(BUILD)/gen/policyc: $(BUILD)/cmd/gen/policyc.o $(POLICYC_OBJ)
	@mkdir -p $(@D)
	$(call say,LD,$@)$(CC) $(LDFLAGS) -o $@ $^ $(YAML_LIBS) $(TEXT_LIBS) -lm
$(BUILD)/gen/default_policy.c: $(BUILD)/gen/policyc lib/policy/default.yaml
	$(call say,GEN,$@)$(BUILD)/gen/policyc lib/policy/default.yaml > $@.tmp && mv $@.tmp $@
$(BUILD)/gen/default_policy.o: $(BUILD)/gen/default_policy.c
	$(call say,CC,$<)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

# The shipped models, joined into one.  `make model` learns them with the product's own `train`, the same bytes each
# time; by a program without models, since those that stand may be of another version.
MODELS = $(sort $(wildcard lib/judge/models/*.model))
DATA ?= ../shared/data/triage
MODELC_OBJ = $(patsubst %.c,$(BUILD)/%.o,$(filter lib/base/% lib/judge/%,$(LIB_SRC)))
$(BUILD)/gen/modelc: $(BUILD)/cmd/gen/modelc.o $(MODELC_OBJ)
	@mkdir -p $(@D)
	$(call say,LD,$@)$(CC) $(LDFLAGS) -o $@ $^ $(TEXT_LIBS) -lm
$(BUILD)/gen/shipped_model.c: $(BUILD)/gen/modelc $(MODELS)
	$(call say,GEN,$@)$(BUILD)/gen/modelc $(MODELS) > $@.tmp && mv $@.tmp $@
$(BUILD)/gen/shipped_model.o: $(BUILD)/gen/shipped_model.c
	$(call say,CC,$<)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<
model: deps
	$(MAKE) DEPS=no MODELS= BUILD=$(BUILD)/bare $(BUILD)/bare/cust-triage
	sh lib/judge/models/train.sh $(BUILD)/bare/cust-triage $(DATA) lib/judge/models

# The store's schema as C: comments out, one byte after the other (a C string may only have 4095).
$(BUILD)/gen/schema.c: lib/store/schema.sql
	@mkdir -p $(@D)
	$(call say,GEN,$@){ echo '#include "store/db_schema.h"'; echo 'const char db_schema[] = {'; \
	sed 's/ *--.*$$//; /^$$/d' $< | od -An -v -tx1 | sed 's/ \(..\)/0x\1, /g'; echo '0};'; } > $@.tmp && mv $@.tmp $@
$(BUILD)/gen/schema.o: $(BUILD)/gen/schema.c
	$(call say,CC,$<)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

# Both meet hostile input, and close the same sandbox before they do.
HELPER_OBJ = $(patsubst %.c,$(BUILD)/%.o,$(wildcard lib/base/*.c)) $(BUILD)/cmd/helper/sandbox.o
$(BUILD)/cmd/helper/sandbox.o: CFLAGS += $(call pc,libseccomp)
$(BUILD)/cmd/helper/cust-mime/%.o: CFLAGS += $(MIME_CFLAGS)
$(BUILD)/cust-mime: $(patsubst %.c,$(BUILD)/%.o,$(wildcard cmd/helper/cust-mime/*.c lib/judge/own*.c)) $(HELPER_OBJ)
	$(call say,LD,$@)$(CC) $(LDFLAGS) -o $@ $^ $(MIME_LIBS)
$(BUILD)/cmd/helper/cust-ical/%.o: CFLAGS += $(call pc,libical)
$(BUILD)/cust-ical: $(patsubst %.c,$(BUILD)/%.o,$(wildcard cmd/helper/cust-ical/*.c)) $(HELPER_OBJ)
	$(call say,LD,$@)$(CC) $(LDFLAGS) -o $@ $^ $(call pl,libical jansson libseccomp) -lunistring
$(BUILD)/tests/unit/test_sandbox.t: CORE_LIBS += -lseccomp

# --- tests ------------------------------------------------------------------------------------------------------

$(BUILD)/libcommon.a: $(COMMON_OBJ)
	$(call say,AR,$@)rm -f $@ && $(AR) rcs $@ $^

$(BUILD)/tests/%.t: tests/%.c $(BUILD)/libcommon.a $(BUILD)/libcust.a
	@mkdir -p $(@D)
	$(call say,CC,$<)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP $(LDFLAGS) -o $@ $< $(BUILD)/libcommon.a $(BUILD)/libcust.a $(CORE_LIBS) -lcmocka

# Preloaded by tests that have a clock of their own, into programs of any make: never with a sanitizer's runtime.
$(BUILD)/tests/clock.so: tests/clock.c
	@mkdir -p $(@D)
	$(call say,CC,$<)$(CC) $(CPPFLAGS) -std=c11 $(OPT) $(WARN) -fPIC -shared -o $@ $<

# Parsers that meet strangers' bytes, and what each starts from.  `make check` replays these, whole and damaged;
# `make fuzz` lets a fuzzer go on from there.
SEEDS_fuzz_ical = tests/fuzz/seeds/ical
SEEDS_fuzz_judge = tests/fuzz/seeds/judge
SEEDS_fuzz_line = tests/fuzz/seeds/line.lines
SEEDS_fuzz_mime = examples/inbox tests/golden/mime
SEEDS_fuzz_own = examples/inbox tests/golden/mime
SEEDS_fuzz_policy = examples/policy examples/profiles
SEEDS_fuzz_query = tests/fuzz/seeds/query.lines
SEEDS_fuzz_table = tests/fuzz/seeds/table
SEEDS_fuzz_text = examples/inbox tests/golden/mime
SEEDS_fuzz_when = tests/fuzz/seeds/when.lines
SEEDS_fuzz_zone = /usr/share/zoneinfo/Europe
PARTS_fuzz_mime = $(patsubst %.c,$(BUILD)/%.o,$(filter-out %/main.c,$(wildcard cmd/helper/cust-mime/*.c)))
LIBS_fuzz_mime = $(MIME_LIBS)
PARTS_fuzz_ical = $(patsubst %.c,$(BUILD)/%.o,$(filter-out %/main.c,$(wildcard cmd/helper/cust-ical/*.c)))
LIBS_fuzz_ical = $(call pl,libical jansson)
FUZZ := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
$(BUILD)/tests/fuzz/fuzz_mime.t $(BUILD)/tests/fuzz/fuzz_mime: CFLAGS += $(MIME_CFLAGS)
$(BUILD)/tests/fuzz/fuzz_mime.t $(BUILD)/tests/fuzz/fuzz_mime: $(PARTS_fuzz_mime)
$(BUILD)/tests/fuzz/fuzz_ical.t $(BUILD)/tests/fuzz/fuzz_ical: $(PARTS_fuzz_ical)
$(BUILD)/tests/fuzz/%.t: tests/fuzz/%.c tests/fuzz/replay.c $(BUILD)/libcust.a
	@mkdir -p $(@D)
	$(call say,CC,$<)$(CC) $(CPPFLAGS) -DFUZZ_SEEDS='"$(SEEDS_$*)"' $(CFLAGS) $(LDFLAGS) -o $@ tests/fuzz/$*.c \
		tests/fuzz/replay.c $(PARTS_$*) $(BUILD)/libcust.a $(LIBS_$*) $(CORE_LIBS)
$(BUILD)/tests/fuzz/%: tests/fuzz/%.c $(BUILD)/libcust.a
	@mkdir -p $(@D)
	$(call say,CC,$<)$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -fsanitize=fuzzer -o $@ $< $(PARTS_$*) \
		$(BUILD)/libcust.a $(LIBS_$*) $(CORE_LIBS)
fuzz-programs: $(FUZZ:%=$(BUILD)/tests/fuzz/%)
FUZZ_SECONDS ?= 60
fuzz: fuzz-deps
	@$(MAKE) --no-print-directory DEPS=no -j$(JOBS) BUILD=$(BUILD)-fuzz CC=clang OPT='-O1 -g' \
		SAN='-fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=all' fuzz-programs
	@sh tests/fuzz/run.sh $(BUILD)-fuzz $(FUZZ_SECONDS) $(foreach f,$(FUZZ),"$(f) $(SEEDS_$(f))")

# Programs that `make bench` compares with (tests/bench).
BENCH := $(patsubst tests/%.c,$(BUILD)/tests/%,$(wildcard tests/bench/bench_*.c))
$(BUILD)/tests/bench/%: tests/bench/%.c $(BUILD)/libcust.a
	@mkdir -p $(@D)
	$(call say,CC,$<)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP $(LDFLAGS) -o $@ $< $(BUILD)/libcust.a $(CORE_LIBS) -lm
$(BUILD)/tests/bench/bench_phrases: CORE_LIBS += $(call pl,libhs)
# Preloaded, to see how long a command holds the store.
$(BUILD)/tests/bench/locks.so: tests/bench/locks.c
	@mkdir -p $(@D)
	$(call say,CC,$<)$(CC) $(CPPFLAGS) $(CFLAGS) -fPIC -shared -o $@ $< -ldl
bench-programs: $(BENCH) $(BUILD)/tests/bench/locks.so
bench: bench-deps
	$(MAKE) DEPS=no -j$(JOBS) all bench-programs
	sh tests/bench/run.sh $(BUILD)

TESTS = $(UNIT) $(wildcard tests/cli/*.t tests/fault/*.t)
JOBS ?= $(shell nproc 2>/dev/null || echo 2)

check:
	@$(MAKE) --no-print-directory deps
	@$(MAKE) --no-print-directory DEPS=no -j$(JOBS) test

test: all $(UNIT) $(BUILD)/tests/clock.so
	@CUST_BUILD=$(abspath $(BUILD)) prove -j$(JOBS) --exec 'sh tests/one.sh' $(TESTS)

sanitize:
	@$(MAKE) --no-print-directory deps
	@$(MAKE) --no-print-directory DEPS=no -j$(JOBS) BUILD=$(BUILD)-san OPT='-O1 -g -fno-omit-frame-pointer' \
		SAN='-fsanitize=address,undefined -fno-sanitize-recover=all' test

demo:
	@$(MAKE) --no-print-directory deps
	@$(MAKE) --no-print-directory DEPS=no -j$(JOBS) all
	@sh examples/demo.sh $(BUILD)

# --- packages ---------------------------------------------------------------------------------------------------

deps: PACKAGES_WANTED = $(PACKAGES)
lint-deps: PACKAGES_WANTED = $(PACKAGES) $(LINT_PACKAGES)
bench-deps: PACKAGES_WANTED = $(PACKAGES) $(BENCH_PACKAGES)
fuzz-deps: PACKAGES_WANTED = $(PACKAGES) $(FUZZ_PACKAGES)
deps lint-deps bench-deps fuzz-deps:
	@DEPS=$(DEPS) sh .ci/deps $(PACKAGES_WANTED)

# --- reading the code -------------------------------------------------------------------------------------------

C_FILES = $(shell git ls-files '*.c' '*.h' 2>/dev/null || find cmd lib tests -name '*.[ch]')
SH_FILES = .ci/run .ci/deps tests/one.sh lib/judge/models/train.sh $(wildcard examples/*.sh tests/cli/*.t tests/cli/*.sh tests/fault/*.t tests/bench/*.sh \
	tests/fuzz/*.sh)
PAGES = $(wildcard man/*.[1-9])

# cppcheck cannot see that a function fills what it is given the address of; the compilers and the sanitizers watch
# over uninitialised variables instead.
lint: lint-deps
	$(MAKE) DEPS=no -j$(JOBS) BUILD=$(BUILD)-gcc CC=gcc OPT='-O2 -g -Werror' all unit
	$(MAKE) DEPS=no -j$(JOBS) BUILD=$(BUILD)-clang CC=clang OPT='-O2 -g -Werror' all unit
	clang-format --dry-run --Werror $(C_FILES)
	cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr --error-exitcode=1 \
		--suppress=missingIncludeSystem --suppress=uninitvar --suppress=legacyUninitvar --suppress=ctuuninitvar \
		-Ilib -I. -DCUST_VERSION='""' cmd lib
	printf '%s\n' $(filter %.c,$(C_FILES)) | grep -v '^tests/' | xargs -P$(JOBS) -n8 sh -c \
		'clang-tidy --quiet "$$@" -- $(filter-out -DCUST_VERSION%,$(CPPFLAGS)) -DCUST_VERSION=\"\" \
		-std=c11 $(MIME_CFLAGS) 2>/dev/null' sh
	shellcheck -x $(SH_FILES)
	mandoc -T lint -W warning $(PAGES)

unit: $(UNIT) $(BUILD)/tests/clock.so

clean:
	rm -rf $(BUILD) $(BUILD)-san $(BUILD)-gcc $(BUILD)-clang $(BUILD)-fuzz

# --- installing -------------------------------------------------------------------------------------------------

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/libexec/cust $(DESTDIR)$(PREFIX)/share/cust
	install -m 755 $(TOOLS:%=$(BUILD)/%) $(DESTDIR)$(PREFIX)/bin
	install -m 755 $(HELPERS:%=$(BUILD)/%) $(DESTDIR)$(PREFIX)/libexec/cust
	cp -R examples/. $(DESTDIR)$(PREFIX)/share/cust
	for p in $(PAGES); do s=$${p##*.}; install -d $(DESTDIR)$(PREFIX)/share/man/man$$s && \
		install -m 644 $$p $(DESTDIR)$(PREFIX)/share/man/man$$s || exit 1; done

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)

.PHONY: all model bench bench-programs check test sanitize fuzz fuzz-programs demo deps lint-deps bench-deps fuzz-deps lint unit clean install
.DELETE_ON_ERROR:
