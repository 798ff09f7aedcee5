/* Required agents row by row in scalar C: the yardstick of benchmarks/staffing.py.
 *
 * The same closed form as capplan.queueing: a start from a table, 1/B by the uniform expansion
 * (Temme 1979), exact tests at n and n - 1, recursion steps where the start was off, and plain
 * recursion below 30 erlangs. The coefficients come from capplan.queueing.temme at build time.
 */
#include <math.h>
#include <stddef.h>
#include "staffing_constants.h" /* written by staffing.py: ERFCX, GAMMA, C0 ... C4, sizes */

#define GUARD 1e-9
#define SLACK 1e-12

static inline double horner(const double *c, int terms, double x) {
    double sum = c[terms - 1];
    for (int k = terms - 2; k >= 0; k--) sum = sum * x + c[k];
    return sum;
}

static inline double expansion(double r, double eta, int below) {
    if (below) {
        double s = horner(C4, 2, eta);
        s = s * r + horner(C3, 4, eta);
        s = s * r + horner(C2, 6, eta);
        s = s * r + horner(C1, 8, eta);
        return s * r + horner(C0, 10, eta);
    }
    double s = horner(C4, 3, eta);
    s = s * r + horner(C3, 5, eta);
    s = s * r + horner(C2, 8, eta);
    s = s * r + horner(C1, 10, eta);
    return s * r + horner(C0, 13, eta);
}

static inline double erfcx_positive(double z) {
    return horner(ERFCX, 18, (z - 4) / (z + 4)) / (1 + 2 * z);
}

static inline double inverse_above_load(double n, double a) {
    double r = 1 / n, mu = (a - n) * r, h = mu - log1p(mu);
    if (h < 0) h = 0;
    double square = h * n, z = sqrt(square), eta = -sqrt(2 * h);
    double e = 2 * exp(square) - erfcx_positive(z);
    return 1 + horner(GAMMA, 7, r) * (e * sqrt(M_PI / 2 * n) + expansion(r, eta, 1));
}

static inline double bilinear(const double *table, int size, double x, double y) {
    double fx = x * (size - 1), fy = y * (size - 1);
    int i = (int)fx, j = (int)fy;
    if (i > size - 2) i = size - 2;
    if (j > size - 2) j = size - 2;
    double dx = fx - i, dy = fy - j;
    const double *p = table + (ptrdiff_t)i * size + j;
    return (1 - dx) * ((1 - dy) * p[0] + dy * p[1]) + dx * ((1 - dy) * p[size] + dy * p[size + 1]);
}

static inline int misses(double n, double a, double inverse, double tau, double q) {
    return n * exp(-(n - a) * tau) > q * ((n - a) * inverse + a);
}

static double small_load(double a, double tau, double q, double least) {
    double inverse = 1, n = 0;
    for (;;) {
        n += 1;
        inverse = 1 + inverse * n / a;
        if (n >= least && !misses(n, a, inverse, tau, q)) return n;
    }
}

/* Erlang C: service level and occupancy cap. g and h: start tables of size x size. */
void erlang_c_agents(size_t rows, const double *contacts, const double *aht, const double *level,
                     const double *within, const double *occupancy, double interval,
                     const double *g, const double *h, int size, double *agents) {
    for (size_t k = 0; k < rows; k++) {
        double a = contacts[k] * aht[k] / interval, q = 1 - level[k] + SLACK;
        double tau = within[k] / aht[k];
        double least = floor(a + GUARD) + 1, capped = ceil(a / occupancy[k] - GUARD);
        if (capped > least) least = capped;
        if (a < 30) {
            agents[k] = small_load(a, tau, q, least);
            continue;
        }
        double root = sqrt(a), u = root * tau, depth = -log(q);
        double x = u / (1 + u), y = depth / (depth + START_BEND) * START_STRETCH;
        double n = ceil(a + bilinear(g, size, x, y) * root + bilinear(h, size, x, y));
        if (n < least) n = least;
        double inverse = inverse_above_load(n, a);
        if (misses(n, a, inverse, tau, q)) {
            do {
                n += 1;
                inverse = 1 + inverse * n / a;
            } while (misses(n, a, inverse, tau, q));
        } else {
            while (n > least) {
                double before = (inverse - 1) * a / n;
                if (misses(n - 1, a, before, tau, q)) break;
                n -= 1;
                inverse = before;
            }
        }
        agents[k] = n;
    }
}

/* ---- Erlang A: exponential patience ---- */

typedef struct {
    double load, ratio, tau, late, abandoned;
} Row;

typedef struct {
    double abandoned, late;
} Seen;

static inline double poly(const double *c, int terms, double x) { return horner(c, terms, x); }

/* J(x, y) (upper = 0) or 1/B(x, y) - 1 (upper = 1); short sums while searching. */
static inline double side(double x, double y, int upper, int exact) {
    double r = 1 / x, mu = (y - x) * r, h = mu - log1p(mu);
    if (h < 0) h = 0;
    double square = h * x, z = sqrt(square), eta = copysign(sqrt(2 * h), mu);
    double s;
    if (exact) {
        s = expansion(r, eta, 0);
    } else {
        s = poly(C2, 3, eta);
        s = s * r + poly(C1, 6, eta);
        s = s * r + poly(C0, 10, eta);
    }
    double near = erfcx_positive(z);
    int use_near = upper ? mu > 0 : mu <= 0;
    double part = use_near ? near : 2 * exp(square < 700 ? square : 700) - near;
    return horner(GAMMA, 7, r) * (part * sqrt(M_PI / 2 * x) + (upper ? s : -s));
}

static double any_side(double x, double y, int upper, int exact) {
    double least = exact ? 30 : 10;
    if (x >= least) return side(x, y, upper, exact);
    if (upper && exact) {
        double inverse = 1;
        for (int k = 1; k <= (int)x; k++) inverse = 1 + inverse * k / y;
        return inverse - 1;
    }
    double power = x + least, value = side(power, y, upper, exact), sign = upper ? -1 : 1;
    for (int k = 0; k < (int)least; k++) {
        value = value * y / power + sign;
        power -= 1;
    }
    return value;
}

static Seen look(double n, const Row *row, int exact) {
    double x = n * row->ratio, y = row->load * row->ratio, decay = exp(-row->tau);
    double whole = any_side(x, y, 0, exact), rest = any_side(x, y * decay, 0, exact);
    double chance = 1 / (any_side(n, row->load, 1, exact) + whole), per_load = n / row->load;
    double factor = exp(y - y * decay - x * row->tau) * chance;
    double abandoned = chance * (whole - per_load * (whole - 1));
    double late = factor * rest * decay, served_late = factor * (rest - 1) * per_load;
    Seen seen = {abandoned, late / (1 - abandoned + late - served_late)};
    return seen;
}

static double margin(double n, const Row *row) {
    Seen seen = look(n, row, 0);
    double a = log(row->late / seen.late), b = log(row->abandoned / seen.abandoned);
    return a < b ? a : b;
}

static int passes(double n, const Row *row) {
    Seen seen = look(n, row, 1);
    return seen.late <= row->late && seen.abandoned <= row->abandoned + SLACK;
}

static double search(const Row *row, double level) {
    double root = sqrt(row->load), handled = 1 + row->tau;
    double spread = root / sqrt(row->ratio < 1 ? row->ratio : 1) / handled;
    double served = row->load / handled + log(level / (1 - level)) * spread / 1.7;
    double share = row->abandoned < 0.3 ? row->abandoned : 0.3;
    double extra = root * (0.6 - 0.5 * share * root);
    double held = row->load * (1 - share) + (extra > 0 ? extra : 0);
    double farthest = sqrt(1200 / (row->load * row->ratio));
    double low = row->load / (1 + (farthest < 0.5 ? farthest : 0.5)), high = INFINITY;
    if (low < 1) low = 1;
    double n = served > held ? served : held, before = 0, before_value = 0;
    if (n < low) n = low;
    if (spread < 0.3) spread = 0.3;
    for (int number = 0; number < 14; number++) {
        double value = margin(n, row), step;
        if (value < 0) low = n;
        else high = n;
        if (number) {
            double slope = (value - before_value) / (n - before);
            step = value / (slope > 1e-3 / spread ? slope : 1e-3 / spread);
        } else {
            step = value * spread / 1.4;
            if (step > 2 * spread) step = 2 * spread;
            if (step < -2 * spread) step = -2 * spread;
        }
        double after = n - step;
        if (after <= low || after >= high) {
            double far = n + 4 * fabs(step) + 1;
            after = (low + (far < high ? far : high)) / 2;
        }
        before = n, before_value = value, n = after;
        if (fabs(n - before) < (number ? 0.2 : 0.01)) break;
    }
    return n;
}

/* Erlang A: service level (answered in time / (offered - abandoned in time)) and abandonment. */
void erlang_a_agents(size_t rows, const double *contacts, const double *aht, const double *level,
                     const double *within, const double *patience, const double *abandoned,
                     double interval, double *agents) {
    for (size_t k = 0; k < rows; k++) {
        Row row = {contacts[k] * aht[k] / interval, patience[k] / aht[k],
                   within[k] / patience[k], 1 - level[k] + SLACK, abandoned[k]};
        double n = ceil(search(&row, level[k]));
        if (n < 1) n = 1;
        if (passes(n, &row)) {
            while (n > 1 && passes(n - 1, &row)) n -= 1;
        } else {
            do n += 1;
            while (!passes(n, &row));
        }
        agents[k] = n;
    }
}
