#include "form/filetype.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

enum { LOOKED_AT = 1445 }; /* bytes: as many as the standard's section 5.2 takes */

static const char unknown[] = "application/octet-stream";
static const char plain[] = "text/plain";

static const struct {
    const char *start; /* NUL within it: any byte */
    size_t n;
    const char *type;
} starts[] = {
    {"%PDF-", 5, "application/pdf"},
    {"\x89PNG\r\n\x1a\n", 8, "image/png"},
    {"\xff\xd8\xff", 3, "image/jpeg"},
    {"GIF87a", 6, "image/gif"},
    {"GIF89a", 6, "image/gif"},
    {"RIFF\0\0\0\0WEBPVP", 14, "image/webp"},
    {"RIFF\0\0\0\0WAVE", 12, "audio/wave"},
    {"RIFF\0\0\0\0AVI ", 12, "video/avi"},
    {"BM", 2, "image/bmp"},
    {"PK\x03\x04", 4, "application/zip"},
    {"\x1f\x8b\x08", 3, "application/gzip"},
    {"ID3", 3, "audio/mpeg"},
    {"\0\0\0\0ftyp", 8, "video/mp4"},
    {"OggS", 4, "application/ogg"},
    {"{\\rtf", 5, "application/rtf"},
    {"%!PS-Adobe-", 11, "application/postscript"},
};

/* Besides those: what mail programs call what they send. */
static const char *const named[] = {
    plain,
    "text/html",
    "text/csv",
    "text/calendar",
    "text/vcard",
    "text/rtf",
    "text/x-vcard",
    "text/xml",
    "text/rfc822-headers",
    "image/heic",
    "image/heif",
    "image/tiff",
    "image/svg+xml",
    "audio/mp4",
    "audio/amr",
    "audio/ogg",
    "audio/aac",
    "audio/x-wav",
    "video/quicktime",
    "video/3gpp",
    "video/webm",
    "application/json",
    "application/xml",
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/pgp-signature",
    "application/pgp-encrypted",
    "application/pgp-keys",
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "application/pkcs7-mime",
    "application/x-pkcs7-mime",
    "application/ms-tnef",
    "message/rfc822",
    "message/delivery-status",
    "message/disposition-notification"};

static bool fits(struct str s, const char *start, size_t n)
{
    if (s.n < n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (start[i] != '\0' && s.p[i] != start[i])
            return false;
    return true;
}

/* A binary byte by section 3 of the standard. */
static bool is_binary(unsigned char c)
{
    return c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1b;
}

const char *filetype_guess(struct str bytes)
{
    struct str head = {bytes.p, bytes.n < LOOKED_AT ? bytes.n : LOOKED_AT};

    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++)
        if (fits(head, starts[i].start, starts[i].n))
            return starts[i].type;
    for (size_t i = 0; i < head.n; i++)
        if (is_binary((unsigned char)head.p[i]))
            return unknown;
    return text_valid(bytes) ? plain : unknown;
}

static bool is(struct str name, const char *type)
{
    return strlen(type) == name.n && strncasecmp(type, name.p, name.n) == 0;
}

const char *filetype_known(struct str name)
{
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++)
        if (is(name, starts[i].type))
            return starts[i].type;
    for (size_t i = 0; i < sizeof named / sizeof named[0]; i++)
        if (is(name, named[i]))
            return named[i];
    return unknown;
}
