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
