/* Texts as code points: split into words, tokenised, turned into symbols. */
#ifndef EVALKIT_TEXT_H
#define EVALKIT_TEXT_H

#define Py_LIMITED_API 0x030A0000
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    Py_UCS4 *at;
    Py_ssize_t length;
} Text;

/* What n-grams are made of: code points, or the numbers of words. */
typedef struct {
    uint32_t *at;
    Py_ssize_t length;
} Symbols;

typedef struct {
    const Py_UCS4 *at;
    Py_ssize_t length;
    uint32_t number;
} Word;

/* The words of all texts of one call, numbered from 0; open addressing. */
typedef struct {
    Word *slots;
    size_t room, used;
} Lexicon;

static inline int
text_of(PyObject *given, Text *made)
{
    made->at = NULL;
    made->length = PyUnicode_Check(given) ? PyUnicode_GetLength(given) : -1;
    if (made->length < 0) {
        if (!PyErr_Occurred())
            PyErr_SetString(PyExc_TypeError, "a text must be a str");
        return -1;
    }
    made->at = malloc((made->length + 1) * sizeof(Py_UCS4));
    if (made->at == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    return PyUnicode_AsUCS4(given, made->at, made->length + 1, 1) == NULL ? -1 : 0;
}

static inline void
text_free(Text *text)
{
    free(text->at);
    text->at = NULL;
}

/* What str.split() splits at. */
static inline int
is_space(Py_UCS4 c)
{
    if (c < 0x80)
        return (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x20);
    return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
           c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

/* ASCII punctuation, as string.punctuation has it. */
static inline int
is_mark(Py_UCS4 c)
{
    return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') ||
           (c >= '{' && c <= '~');
}

static inline uint64_t
hash_of(const Py_UCS4 *at, Py_ssize_t length)
{
    uint64_t hash = 0xCBF29CE484222325u;
    for (Py_ssize_t i = 0; i < length; i++)
        hash = (hash ^ at[i]) * 0x100000001B3u;
    return hash ^ (hash >> 29);
}

static inline Word *
slot_of(const Lexicon *lexicon, const Py_UCS4 *at, Py_ssize_t length)
{
    size_t place = hash_of(at, length) & (lexicon->room - 1);
    while (lexicon->slots[place].at != NULL) {
        const Word *word = &lexicon->slots[place];
        if (word->length == length && memcmp(word->at, at, length * sizeof(Py_UCS4)) == 0)
            break;
        place = (place + 1) & (lexicon->room - 1);
    }
    return &lexicon->slots[place];
}

static inline int
widen(Lexicon *lexicon)
{
    Lexicon wider = {NULL, lexicon->room ? lexicon->room * 4 : 256, lexicon->used};
    wider.slots = calloc(wider.room, sizeof(Word));
    if (wider.slots == NULL)
        return -1;
    for (size_t i = 0; i < lexicon->room; i++) {
        const Word *word = &lexicon->slots[i];
        if (word->at != NULL)
            *slot_of(&wider, word->at, word->length) = *word;
    }
    free(lexicon->slots);
    *lexicon = wider;
    return 0;
}

/* The word's number; -1 for want of memory. The lexicon points into the text. */
static inline int
add_word(Lexicon *lexicon, const Py_UCS4 *at, Py_ssize_t length, Symbols *made)
{
    if (2 * lexicon->used >= lexicon->room && widen(lexicon) < 0)
        return -1;
    Word *word = slot_of(lexicon, at, length);
    if (word->at == NULL) {
        word->at = at;
        word->length = length;
        word->number = (uint32_t)lexicon->used++;
    }
    made->at[made->length++] = word->number;
    return 0;
}

/* The numbers of a text's words. With `marks_apart` a word's last character, or else its
 * first, is a word of its own where it is a punctuation mark, as in chrF++. */
static inline int
split_words(const Text *text, Lexicon *lexicon, int marks_apart, Symbols *made)
{
    made->length = 0;
    made->at = malloc((text->length + 2) * sizeof(uint32_t));
    if (made->at == NULL)
        return -1;
    for (Py_ssize_t i = 0; i < text->length;) {
        if (is_space(text->at[i])) {
            i++;
            continue;
        }
        Py_ssize_t start = i;
        while (i < text->length && !is_space(text->at[i]))
            i++;
        const Py_UCS4 *word = text->at + start;
        Py_ssize_t length = i - start, cut = 0;
        if (marks_apart && length > 1)
            cut = is_mark(word[length - 1]) ? length - 1 : is_mark(word[0]) ? 1 : 0;
        if (cut && add_word(lexicon, word, cut, made) < 0)
            return -1;
        if (add_word(lexicon, word + cut, length - cut, made) < 0)
            return -1;
    }
    return 0;
}

/* The code points of a text without its white space. */
static inline int
letters(const Text *text, Symbols *made)
{
    made->length = 0;
    made->at = malloc((text->length + 1) * sizeof(uint32_t));
    if (made->at == NULL)
        return -1;
    for (Py_ssize_t i = 0; i < text->length; i++)
        if (!is_space(text->at[i]))
            made->at[made->length++] = text->at[i];
    return 0;
}

static inline int
is_digit(Py_UCS4 c)
{
    return c >= '0' && c <= '9';
}

static inline int
is_stop(Py_UCS4 c)
{
    return c == '.' || c == ',';
}

/* Marks that 13a sets apart wherever they stand. */
static inline int
stands_apart(Py_UCS4 c)
{
    return (c >= '{' && c <= '~') || (c >= '[' && c <= '`') || (c >= ' ' && c <= '&') ||
           (c >= '(' && c <= '+') || (c >= ':' && c <= '@') || c == '/';
}

/* mteval-v13a's four substitutions, one after the other as regular expressions make them:
 * what one match took, the next cannot take again. */
static inline int
tokenize_13a(const Text *text, Text *made)
{
    Py_ssize_t n = 0, m = 0;
    size_t room = 3 * ((size_t)text->length + 2);
    Py_UCS4 *a = malloc(room * 4 * sizeof(Py_UCS4)), *b = malloc(room * 8 * sizeof(Py_UCS4));
    made->at = NULL;
    if (a == NULL || b == NULL) {
        free(a);
        free(b);
        return -1;
    }
    for (Py_ssize_t i = -1; i <= text->length; i++) {
        Py_UCS4 c = i < 0 || i == text->length ? ' ' : text->at[i];
        int apart = stands_apart(c);
        if (apart)
            a[n++] = ' ';
        a[n++] = c;
        if (apart)
            a[n++] = ' ';
    }
    for (Py_ssize_t i = 0; i < n; i++) { /* a stop, unless a digit stands before it */
        b[m++] = a[i];
        if (!is_digit(a[i]) && i + 1 < n && is_stop(a[i + 1])) {
            b[m++] = ' ';
            b[m++] = a[++i];
            b[m++] = ' ';
        }
    }
    n = 0;
    for (Py_ssize_t i = 0; i < m; i++) { /* a stop, unless a digit stands behind it */
        if (is_stop(b[i]) && i + 1 < m && !is_digit(b[i + 1])) {
            a[n++] = ' ';
            a[n++] = b[i++];
            a[n++] = ' ';
        }
        a[n++] = b[i];
    }
    m = 0;
    for (Py_ssize_t i = 0; i < n; i++) { /* a dash behind a digit */
        b[m++] = a[i];
        if (is_digit(a[i]) && i + 1 < n && a[i + 1] == '-') {
            b[m++] = ' ';
            b[m++] = a[++i];
            b[m++] = ' ';
        }
    }
    n = 0;
    for (Py_ssize_t i = 0; i < m; i++) { /* one space between words */
        if (!is_space(b[i]))
            a[n++] = b[i];
        else if (n && a[n - 1] != ' ')
            a[n++] = ' ';
    }
    if (n && a[n - 1] == ' ')
        n--;
    free(b);
    made->at = a;
    made->length = n;
    return 0;
}

#endif
