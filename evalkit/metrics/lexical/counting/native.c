/* Segment statistics of BLEU, chrF and TER, counted as sacrebleu 2 counts them.
 *
 * Texts come in as str and leave as small tuples of counts. Everything is
 * exact: n-grams are told apart by their symbols, never by a hash of them.
 * Only Python's stable ABI (3.10 on) is used, so one build serves every
 * later Python.
 */
#define Py_LIMITED_API 0x030A0000
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "ngrams.h"
#include "ter.h"
#include "text.h"

/* Raised with every change of what a function takes or gives; Python asks for its own. */
#define EDITION 1

static PyObject *
counts_of(const int64_t *values, Py_ssize_t n)
{
    PyObject *made = PyTuple_New(n);
    if (made == NULL)
        return NULL;
    for (Py_ssize_t i = 0; i < n; i++) {
        PyObject *value = PyLong_FromLongLong(values[i]);
        if (value == NULL || PyTuple_SetItem(made, i, value) < 0) {
            Py_DECREF(made);
            return NULL;
        }
    }
    return made;
}

PyDoc_STRVAR(tokenize_doc,
"tokenize_13a(text, /)\n--\n\n"
"The tokens of mteval-v13a, one space between them.\n\n"
"Entities and line breaks are the caller's to replace first.");

static PyObject *
tokenize(PyObject *module, PyObject *given)
{
    (void)module;
    Text text, tokens;
    if (text_of(given, &text) < 0)
        return NULL;
    int done = tokenize_13a(&text, &tokens);
    text_free(&text);
    if (done < 0)
        return PyErr_NoMemory();
    const int one = 1;
    int order = *(const char *)&one == 1 ? -1 : 1; /* of bytes, as this machine has it */
    PyObject *made = PyUnicode_DecodeUTF32((const char *)tokens.at, tokens.length * 4,
                                           "surrogatepass", &order);
    text_free(&tokens);
    return made;
}

PyDoc_STRVAR(bleu_doc,
"bleu(hypothesis, references, /)\n--\n\n"
"Lengths of hypothesis and closest reference, matches and n-grams of orders 1 to 4.\n\n"
"Texts are tokens with spaces between them; `references` is a tuple of at least one.");

static PyObject *
bleu(PyObject *module, PyObject *args)
{
    (void)module;
    enum { ORDER = 4 };
    PyObject *given, *others, *made = NULL;
    if (!PyArg_ParseTuple(args, "UO!", &given, &PyTuple_Type, &others))
        return NULL;
    Py_ssize_t many = PyTuple_Size(others);
    if (many < 1) {
        PyErr_SetString(PyExc_ValueError, "no reference");
        return NULL;
    }
    Text *texts = calloc(many + 1, sizeof(Text));
    Symbols *words = calloc(many + 1, sizeof(Symbols));
    Lexicon lexicon = {0};
    int64_t found[2 + 2 * ORDER] = {0};
    if (texts == NULL || words == NULL) {
        PyErr_NoMemory();
        goto end;
    }
    for (Py_ssize_t i = 0; i <= many; i++) {
        PyObject *text = i == 0 ? given : PyTuple_GetItem(others, i - 1);
        if (text_of(text, &texts[i]) < 0)
            goto end;
        if (split_words(&texts[i], &lexicon, 0, &words[i]) < 0) {
            PyErr_NoMemory();
            goto end;
        }
    }
    if (matches(&words[0], &words[1], many, ORDER, &found[2]) < 0) {
        PyErr_NoMemory();
        goto end;
    }
    Py_ssize_t ours = words[0].length, closest = words[1].length;
    for (Py_ssize_t i = 2; i <= many; i++) {
        Py_ssize_t theirs = words[i].length;
        Py_ssize_t off = labs((long)(ours - theirs)), least = labs((long)(ours - closest));
        if (off < least || (off == least && theirs < closest))
            closest = theirs;
    }
    found[0] = ours;
    found[1] = closest;
    for (int n = 1; n <= ORDER; n++)
        found[1 + ORDER + n] = ours >= n ? ours - n + 1 : 0;
    made = counts_of(found, 2 + 2 * ORDER);
end:
    for (Py_ssize_t i = 0; i <= many; i++) {
        if (texts != NULL)
            text_free(&texts[i]);
        if (words != NULL)
            free(words[i].at);
    }
    free(texts);
    free(words);
    free(lexicon.slots);
    return made;
}

PyDoc_STRVAR(chrf_doc,
"chrf(hypothesis, reference, char_order, word_order, /)\n--\n\n"
"N-grams of the hypothesis, of the reference and shared, for each order.\n\n"
"Characters first, white space left out; then words, a punctuation mark at an end apart.");

static PyObject *
chrf(PyObject *module, PyObject *args)
{
    (void)module;
    enum { MOST = 16 };
    PyObject *given[2], *made = NULL;
    int orders[2];
    if (!PyArg_ParseTuple(args, "UUii", &given[0], &given[1], &orders[0], &orders[1]))
        return NULL;
    if (orders[0] < 0 || orders[1] < 0 || orders[0] > MOST || orders[1] > MOST) {
        PyErr_SetString(PyExc_ValueError, "an order must be from 0 to 16");
        return NULL;
    }
    Text texts[2] = {{0}, {0}};
    Symbols symbols[2] = {{0}, {0}};
    Lexicon lexicon = {0};
    int64_t found[2 * 3 * MOST];
    int64_t *next = found;
    for (int i = 0; i < 2; i++)
        if (text_of(given[i], &texts[i]) < 0)
            goto end;
    for (int kind = 0; kind < 2; kind++) {
        int64_t shared[MOST] = {0};
        for (int i = 0; i < 2; i++) {
            free(symbols[i].at);
            symbols[i].at = NULL;
            int done = kind == 0 ? letters(&texts[i], &symbols[i])
                                 : split_words(&texts[i], &lexicon, 1, &symbols[i]);
            if (done < 0) {
                PyErr_NoMemory();
                goto end;
            }
        }
        if (matches(&symbols[0], &symbols[1], 1, orders[kind], shared) < 0) {
            PyErr_NoMemory();
            goto end;
        }
        for (int n = 1; n <= orders[kind]; n++) {
            int64_t ours = symbols[0].length - n + 1, theirs = symbols[1].length - n + 1;
            /* Where the reference has none of an order, the hypothesis' are not held against it. */
            *next++ = theirs > 0 && ours > 0 ? ours : 0;
            *next++ = theirs > 0 ? theirs : 0;
            *next++ = shared[n - 1];
        }
    }
    made = counts_of(found, next - found);
end:
    for (int i = 0; i < 2; i++) {
        text_free(&texts[i]);
        free(symbols[i].at);
    }
    free(lexicon.slots);
    return made;
}

PyDoc_STRVAR(ter_doc,
"ter(hypothesis, reference, /)\n--\n\n"
"Edits, shifts among them, that make the reference of the hypothesis, and the reference's words.");

static PyObject *
ter(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *given[2], *made = NULL;
    if (!PyArg_ParseTuple(args, "UU", &given[0], &given[1]))
        return NULL;
    Text texts[2] = {{0}, {0}};
    Symbols words[2] = {{0}, {0}};
    Lexicon lexicon = {0};
    for (int i = 0; i < 2; i++) {
        if (text_of(given[i], &texts[i]) < 0)
            goto end;
        if (split_words(&texts[i], &lexicon, 0, &words[i]) < 0) {
            PyErr_NoMemory();
            goto end;
        }
    }
    int64_t found[2] = {edits(&words[0], &words[1]), words[1].length};
    if (found[0] < 0)
        PyErr_NoMemory();
    else
        made = counts_of(found, 2);
end:
    for (int i = 0; i < 2; i++) {
        text_free(&texts[i]);
        free(words[i].at);
    }
    free(lexicon.slots);
    return made;
}

static PyMethodDef METHODS[] = {
    {"tokenize_13a", tokenize, METH_O, tokenize_doc},
    {"bleu", bleu, METH_VARARGS, bleu_doc},
    {"chrf", chrf, METH_VARARGS, chrf_doc},
    {"ter", ter, METH_VARARGS, ter_doc},
    {NULL, NULL, 0, NULL},
};

static int
execute(PyObject *module)
{
    return PyModule_AddIntConstant(module, "EDITION", EDITION);
}

static PyModuleDef_Slot SLOTS[] = {
    {Py_mod_exec, (void *)execute},
    {0, NULL},
};

static struct PyModuleDef MODULE = {
    PyModuleDef_HEAD_INIT,
    .m_name = "_native",
    .m_doc = "Segment statistics of BLEU, chrF and TER, counted as sacrebleu counts them.",
    .m_size = 0,
    .m_methods = METHODS,
    .m_slots = SLOTS,
};

PyMODINIT_FUNC
PyInit__native(void)
{
    return PyModuleDef_Init(&MODULE);
}
