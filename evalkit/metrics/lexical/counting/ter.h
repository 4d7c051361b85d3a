/* Translation edit rate (Snover et al. 2006): edits after the best shifts, in Tercom's order of
 * preference and within the same beam and limits as sacrebleu 2.
 *
 * What makes it fast changes no result. A shift leaves the words before and behind a window as
 * they were, so a candidate's cost is: the rows of the edit matrix up to the window, which are
 * known; the rows within it, computed anew; and the cheapest way from there to the end, which is
 * known too, from a second matrix filled from the end. A candidate is dropped as soon as it can no
 * longer be the best.
 */
#ifndef EVALKIT_TER_H
#define EVALKIT_TER_H

#include <math.h>

#include "text.h"

enum {
    BEAM = 25,
    LONGEST_SHIFT = 10,
    FARTHEST_SHIFT = 50,
    MOST_CANDIDATES = 1000,
    FAR = 1 << 29, /* the cost of a place that no way leads to */
};

enum { INSERT = 1, DELETE, KEEP, SUBSTITUTE };

/* The edit matrix of hypothesis (rows) and reference (columns), within the beam.
 * Row i has the columns from[i] to upto[i] (exclusive); cell (i, j) is at[row[i] + j - from[i]]. */
typedef struct {
    const uint32_t *theirs;
    int ours_length, theirs_length;
    int *from, *upto;
    size_t *row;
    int *ahead; /* the least cost from the beginning to a cell */
    int *behind; /* the least cost from a cell to the end */
    unsigned char *step; /* how the cell was reached */
    int *rows[2]; /* two rows for a candidate */
} Matrix;

typedef struct {
    int cost, length, start, target;
} Shift;

static inline void
matrix_free(Matrix *m)
{
    free(m->from);
    free(m->upto);
    free(m->row);
    free(m->ahead);
    free(m->behind);
    free(m->step);
    free(m->rows[0]);
    free(m->rows[1]);
}

static inline int
matrix_make(Matrix *m, const Symbols *ours, const Symbols *theirs)
{
    int rows = (int)ours->length, columns = (int)theirs->length;
    double ratio = rows ? (double)columns / rows : 1.0;
    int beam = BEAM < ratio / 2 ? (int)ceil(ratio / 2 + BEAM) : BEAM;
    memset(m, 0, sizeof(*m));
    m->theirs = theirs->at;
    m->ours_length = rows;
    m->theirs_length = columns;
    m->from = malloc((rows + 1) * sizeof(int));
    m->upto = malloc((rows + 1) * sizeof(int));
    m->row = malloc((rows + 1) * sizeof(size_t));
    if (m->from == NULL || m->upto == NULL || m->row == NULL)
        return -1;
    size_t cells = 0;
    for (int i = 0; i <= rows; i++) {
        double diagonal = floor(i * ratio);
        m->from[i] = diagonal > beam ? (int)diagonal - beam : 0;
        m->upto[i] = diagonal + beam < columns + 1 ? (int)diagonal + beam : columns + 1;
        if (i == 0)
            m->from[i] = 0;
        if (i == 0 || i == rows)
            m->upto[i] = columns + 1;
        m->row[i] = cells;
        cells += m->upto[i] > m->from[i] ? m->upto[i] - m->from[i] : 0;
    }
    m->ahead = malloc((cells + 1) * sizeof(int));
    m->behind = malloc((cells + 1) * sizeof(int));
    m->step = malloc(cells + 1);
    m->rows[0] = malloc((columns + 2) * sizeof(int));
    m->rows[1] = malloc((columns + 2) * sizeof(int));
    return m->ahead && m->behind && m->step && m->rows[0] && m->rows[1] ? 0 : -1;
}

/* Row i from row i - 1, when `word` is word i - 1; `above` and `made` begin at their rows' first
 * columns. Of equals a kept or substituted word is preferred, then a deletion. */
static inline void
fill_row(const Matrix *m, int i, uint32_t word, const int *above, int *made)
{
    int first = m->from[i], last = m->upto[i], higher = m->from[i - 1], end = m->upto[i - 1];
    int left = FAR;
    for (int j = first; j < last; j++) {
        int best = FAR, cost;
        if (j > 0 && j - 1 >= higher && j - 1 < end) {
            cost = above[j - 1 - higher] + (m->theirs[j - 1] != word);
            best = cost < best ? cost : best;
        }
        if (j >= higher && j < end) {
            cost = above[j - higher] + 1;
            best = cost < best ? cost : best;
        }
        best = left + 1 < best ? left + 1 : best;
        made[j - first] = left = best;
    }
}

static inline int
cell(const Matrix *m, const int *of, int i, int j)
{
    return j < m->from[i] || j >= m->upto[i] ? FAR : of[m->row[i] + j - m->from[i]];
}

/* Both matrices for these words. */
static inline void
matrix_fill(Matrix *m, const uint32_t *ours)
{
    int rows = m->ours_length, columns = m->theirs_length;
    for (int j = 0; j <= columns; j++) {
        m->ahead[j] = j;
        m->step[j] = INSERT;
    }
    for (int i = 1; i <= rows; i++) {
        int *made = m->ahead + m->row[i];
        fill_row(m, i, ours[i - 1], m->ahead + m->row[i - 1], made);
        for (int j = m->from[i]; j < m->upto[i]; j++) {
            int cost = made[j - m->from[i]];
            int same = j > 0 && m->theirs[j - 1] == ours[i - 1];
            unsigned char step = INSERT;
            if (j > 0 && cost == cell(m, m->ahead, i - 1, j - 1) + !same)
                step = same ? KEEP : SUBSTITUTE;
            else if (cost == cell(m, m->ahead, i - 1, j) + 1)
                step = DELETE;
            m->step[m->row[i] + j - m->from[i]] = step;
        }
    }
    for (int i = rows; i >= 0; i--) {
        for (int j = m->upto[i] - 1; j >= m->from[i]; j--) {
            int best = i == rows && j == columns ? 0 : FAR, cost;
            if (i < rows && j < columns) {
                cost = cell(m, m->behind, i + 1, j + 1) + (m->theirs[j] != ours[i]);
                best = cost < best ? cost : best;
            }
            if (i < rows) {
                cost = cell(m, m->behind, i + 1, j) + 1;
                best = cost < best ? cost : best;
            }
            if (j < m->upto[i] - 1) {
                cost = m->behind[m->row[i] + j + 1 - m->from[i]] + 1;
                best = cost < best ? cost : best;
            }
            m->behind[m->row[i] + j - m->from[i]] = best;
        }
    }
}

/* The words after a shift, and the window in which they differ from those before. */
static inline void
shifted(const uint32_t *ours, int all, const Shift *s, uint32_t *made, int *window, int *behind)
{
    int first, last, end = s->start + s->length, at;
    if (s->target < s->start) {
        first = s->target;
        last = end;
        at = first;
    } else if (s->target > end) {
        first = s->start;
        last = s->target;
        at = last - s->length;
    } else {
        first = s->start;
        last = s->target + s->length < all ? s->target + s->length : all;
        at = last - s->length;
    }
    int next = first;
    for (int i = first; i < last; i++) {
        if (next == at)
            next += s->length;
        if (i < s->start || i >= end)
            made[next++] = ours[i];
    }
    memcpy(made + at, ours + s->start, s->length * sizeof(uint32_t));
    *window = first;
    *behind = last;
}

/* The edits after a shift, or more than `most` where they are more than that. `words` is room. */
static inline int
cost_of(Matrix *m, const uint32_t *ours, const Shift *s, int most, uint32_t *words)
{
    int first, last, rows = m->ours_length, columns = m->theirs_length;
    shifted(ours, rows, s, words, &first, &last);
    const int *above = m->ahead + m->row[first];
    for (int i = first + 1; i <= last; i++) {
        int *made = m->rows[i & 1], least = FAR;
        fill_row(m, i, words[i - 1], above, made);
        for (int j = m->from[i]; j < m->upto[i]; j++) {
            int left_over = abs((columns - j) - (rows - i));
            int bound = made[j - m->from[i]] + left_over;
            least = bound < least ? bound : least;
        }
        if (least > most)
            return most + 1;
        above = made;
    }
    int best = FAR;
    const int *behind = m->behind + m->row[last];
    for (int j = 0; j < m->upto[last] - m->from[last]; j++)
        best = above[j] + behind[j] < best ? above[j] + behind[j] : best;
    return best;
}

/* Where each reference word is aligned, and up to each word how many are wrong. */
typedef struct {
    int *align, *ours_wrong, *theirs_wrong;
} Trace;

static inline void
trace_of(const Matrix *m, const Trace *t)
{
    int i = m->ours_length, j = m->theirs_length;
    while (i > 0 || j > 0) {
        unsigned char step = m->step[m->row[i] + j - m->from[i]];
        int wrong = step != KEEP;
        if (step == INSERT || j == 0 || i == 0)
            step = j == 0 ? DELETE : i == 0 ? INSERT : step;
        if (step != INSERT) {
            i--;
            t->ours_wrong[i + 1] = wrong;
        }
        if (step != DELETE) {
            j--;
            /* An inserted word lies behind the hypothesis' last word before it. */
            t->align[j] = step == INSERT ? i - 1 : i;
            t->theirs_wrong[j + 1] = wrong;
        }
    }
    t->ours_wrong[0] = t->theirs_wrong[0] = 0;
    for (i = 0; i < m->ours_length; i++)
        t->ours_wrong[i + 1] += t->ours_wrong[i];
    for (j = 0; j < m->theirs_length; j++)
        t->theirs_wrong[j + 1] += t->theirs_wrong[j];
}

static inline int
better(const Shift *one, const Shift *other)
{
    if (one->length != other->length)
        return one->length > other->length;
    if (one->start != other->start)
        return one->start < other->start;
    return one->target < other->target;
}

/* The best shift among the candidates that are left; `cost` is FAR where there is none. */
static inline Shift
best_shift(Matrix *m, const uint32_t *ours, const Trace *t, int *checked, uint32_t *words)
{
    Shift best = {FAR, 0, 0, 0};
    int rows = m->ours_length, columns = m->theirs_length;
    for (int start = 0; start < rows; start++) {
        int near = start > FARTHEST_SHIFT ? start - FARTHEST_SHIFT : 0;
        int far = start + FARTHEST_SHIFT < columns - 1 ? start + FARTHEST_SHIFT : columns - 1;
        for (int other = near; other <= far; other++) {
            for (int n = 0; n < LONGEST_SHIFT && start + n < rows && other + n < columns; n++) {
                if (ours[start + n] != m->theirs[other + n])
                    break;
                int length = n + 1;
                if (t->ours_wrong[start + length] == t->ours_wrong[start] ||
                    t->theirs_wrong[other + length] == t->theirs_wrong[other])
                    continue;
                if (start <= t->align[other] && t->align[other] < start + length)
                    continue;
                int before = -1;
                for (int offset = -1; offset < length; offset++) {
                    int target = other + offset == -1 ? 0 : t->align[other + offset] + 1;
                    if (target == before)
                        continue;
                    before = target;
                    Shift next = {FAR, length, start, target};
                    int most = best.cost - (best.length && !better(&next, &best));
                    next.cost = cost_of(m, ours, &next, most, words);
                    (*checked)++;
                    if (!best.length || next.cost <= most)
                        best = next;
                }
                if (*checked >= MOST_CANDIDATES)
                    return best;
            }
        }
    }
    return best;
}

/* Edits and shifts that make `theirs` of `ours`; -1 for want of memory. */
static inline int64_t
edits(const Symbols *ours, const Symbols *theirs)
{
    if (theirs->length == 0)
        return ours->length;
    if (ours->length > FAR / 4 || theirs->length > FAR / 4)
        return -1;
    Matrix m;
    Trace t = {NULL, NULL, NULL};
    int rows = (int)ours->length, columns = (int)theirs->length, checked = 0, first, last;
    int64_t shifts = 0, found = -1;
    uint32_t *now = malloc((rows + 1) * sizeof(uint32_t));
    uint32_t *words = malloc((rows + 1) * sizeof(uint32_t));
    t.align = malloc((columns + 1) * sizeof(int));
    t.ours_wrong = malloc((rows + 1) * sizeof(int));
    t.theirs_wrong = malloc((columns + 1) * sizeof(int));
    if (matrix_make(&m, ours, theirs) < 0 || now == NULL || words == NULL || t.align == NULL ||
        t.ours_wrong == NULL || t.theirs_wrong == NULL)
        goto end;
    memcpy(now, ours->at, rows * sizeof(uint32_t));
    for (;;) {
        matrix_fill(&m, now);
        int cost = cell(&m, m.ahead, rows, columns);
        trace_of(&m, &t);
        Shift best = best_shift(&m, now, &t, &checked, words);
        if (checked >= MOST_CANDIDATES || best.cost >= cost) {
            found = shifts + cost;
            break;
        }
        shifted(now, rows, &best, words, &first, &last);
        memcpy(now + first, words + first, (last - first) * sizeof(uint32_t));
        shifts++;
    }
end:
    matrix_free(&m);
    free(now);
    free(words);
    free(t.align);
    free(t.ours_wrong);
    free(t.theirs_wrong);
    return found;
}

#endif
