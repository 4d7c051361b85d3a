/* How many n-grams two texts share, for every order up to a highest. */
#ifndef EVALKIT_NGRAMS_H
#define EVALKIT_NGRAMS_H

#include "text.h"

/* An n-gram of the references: its first n - 1 symbols as the place of that shorter n-gram, and
 * its last symbol. `left` is how often it may still be matched: the most that one reference has. */
typedef struct {
    uint64_t key;
    int32_t left, seen;
    int32_t by;
} Gram;

static inline size_t
gram_place(const Gram *table, size_t room, uint64_t key)
{
    uint64_t hash = key * 0x9E3779B97F4A7C15u;
    size_t place = (hash ^ (hash >> 32)) & (room - 1);
    while (table[place].key != 0 && table[place].key != key)
        place = (place + 1) & (room - 1);
    return place;
}

static inline uint64_t
gram_key(int order, int64_t shorter, uint32_t symbol)
{
    /* Never 0, which marks an empty place. */
    return ((uint64_t)(order == 1 ? 0 : shorter + 1) << 32) | ((uint64_t)symbol + 1);
}

/* shared[n - 1]: n-grams of `ours` that stand in a reference, each as often as in the reference
 * that has it most often at the most. -1 for want of memory. */
static inline int
matches(const Symbols *ours, const Symbols *theirs, Py_ssize_t many, int orders, int64_t *shared)
{
    size_t all = 0, room = 64;
    for (Py_ssize_t k = 0; k < many; k++)
        all += theirs[k].length;
    while (room < 2 * all)
        room *= 2;
    Gram *table = malloc(room * sizeof(Gram));
    /* The place of each text's n-gram that begins at a symbol, in the table of the order before. */
    int64_t *places = malloc((all + ours->length + 1) * sizeof(int64_t));
    if (table == NULL || places == NULL) {
        free(table);
        free(places);
        return -1;
    }
    for (int n = 1; n <= orders; n++) {
        int64_t *at = places;
        memset(table, 0, room * sizeof(Gram));
        for (Py_ssize_t k = 0; k < many; k++) {
            for (Py_ssize_t i = 0; i + n <= theirs[k].length; i++) {
                uint64_t key = gram_key(n, at[i], theirs[k].at[i + n - 1]);
                size_t place = gram_place(table, room, key);
                Gram *gram = &table[place];
                gram->key = key;
                if (gram->by != (int32_t)k) {
                    gram->by = (int32_t)k;
                    gram->seen = 0;
                }
                if (++gram->seen > gram->left)
                    gram->left = gram->seen;
                at[i] = (int64_t)place;
            }
            at += theirs[k].length;
        }
        shared[n - 1] = 0;
        for (Py_ssize_t i = 0; i + n <= ours->length; i++) {
            if (n > 1 && at[i] < 0)
                continue; /* its beginning stands in no reference */
            uint64_t key = gram_key(n, at[i], ours->at[i + n - 1]);
            size_t place = gram_place(table, room, key);
            at[i] = table[place].key ? (int64_t)place : -1;
            if (table[place].key && table[place].left > 0) {
                table[place].left--;
                shared[n - 1]++;
            }
        }
    }
    free(table);
    free(places);
    return 0;
}

#endif
