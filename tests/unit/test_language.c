/* Texts that the rules and models cannot read are told from those that they can. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "judge/language.h"

static void a_foreign_text_is_told_from_an_english_one(void **state)
{
    static const struct {
        const char *text;
        bool foreign;
    } rows[] = {
        {"Ich bin sehr ver\303\244rgert, mein Paket ist nicht angekommen", true},
        {"Je suis tr\303\250s d\303\251\303\247u, le colis est arriv\303\251 cass\303\251", true},
        {"Het pakket is niet aangekomen en ik ben boos op jullie", true},
        {"El paquete est\303\241 roto y ustedes no contestan, tengo los recibos", true},
        {"\320\234\320\276\320\271 \320\267\320\260\320\272\320\260\320\267 \320\275\320\265 "
         "\320\277\321\200\320\270\321\210\320\265\320\273",
         true},
        {"Buenos d\303\255as, la tetera que compr\303\251 no funciona. \302\277Me pueden devolver el dinero? "
         "Estoy "
         "muy enfadado.",
         true},
        {"Hola, la tetera no funciona. Quiero mi dinero.", true},
        {"Bonjour, la bouilloire ne marche pas. Merci", true},
        {"Ciao, il bollitore non funziona, dove sono i miei soldi?", true},
        {"Hallo, der Deckel ist ab. Wann kommt das Geld?", true},
        {"Ola, a chaleira nao funciona, quero o meu dinheiro", true},
        {"Hej, jag har inte fatt mina pengar", true},
        {"Hallo, ik wil graag mijn geld terug", true},
        {"The parcel is late and I am angry", false},
        {"No, he told me so on Monday, no one was there", false},
        {"LA to Las Vegas, no seat for me", false},
        {"refund", false},
        {"", false},
        {"\360\237\230\241 \360\237\230\241 \360\237\230\241 \360\237\230\241", false},
        {"Your fianc\303\251 at the caf\303\251 na\303\257vely broke it", false},
        {"I ordered the Eau de Toilette from Maison du Monde and it is broken", false},
        {"Dr. Ing. h.c. F. Porsche", false},
        {"The driver said \"ich habe keine Zeit\" and left with my parcel, what is that?", false},
        {"late\n> Ich habe nicht die Zeit und das Geld", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (language_foreign(str_of(rows[i].text)) != rows[i].foreign)
            fail_msg("%s foreign: %s", rows[i].foreign ? "must be" : "is not", rows[i].text);
        else if (language_none(str_of(rows[i].text)))
            fail_msg("is words: %s", rows[i].text);
}

static void small_words_are_told_from_those_that_say_something(void **state)
{
    static const char *const small[] = {"the", "and", "came", "about", "your", "would", "i'm"};
    static const char *const others[] = {"", "kettle", "lid", "th", "thereupon", "andante"};

    (void)state;
    for (size_t i = 0; i < sizeof small / sizeof small[0]; i++)
        assert_true(language_small(str_of(small[i])));
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        assert_false(language_small(str_of(others[i])));
}

/* A linear congruential generator: the same bytes everywhere. */
static uint8_t any_byte(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (uint8_t)(*seed >> 24);
}

static void bytes_at_random_are_not_judged(void **state)
{
    char raw[2000], decoded[2 * sizeof raw];
    uint32_t seed = 1;

    (void)state;
    for (int round = 0; round < 50; round++) {
        size_t n = 0;
        for (size_t i = 0; i < sizeof raw; i++) {
            uint8_t c = any_byte(&seed);
            raw[i] = (char)c;
            if (c >= 0x80) /* as ISO 8859-1 */
                decoded[n++] = (char)(0xc0 | c >> 6);
            decoded[n++] = (char)(c < 0x80 ? c : (0x80 | (c & 0x3f)));
        }
        assert_true(language_foreign((struct str){raw, sizeof raw}));
        assert_true(language_none((struct str){raw, sizeof raw}));
        assert_true(language_foreign((struct str){decoded, n}));
    }
}

static void a_text_with_some_bad_bytes_is_judged(void **state)
{
    static const char text[] =
        "The caf\351 was closed and I\222m angry: you said \223open\224, and it\222s not. \033[1mWhen\033[0m "
        "will you pay me for the wait? I had to stand there with my children for an hour.\f\r\n";

    (void)state;
    assert_false(language_foreign((struct str){text, sizeof text - 1}));
}

static void a_few_bytes_that_are_no_text_are_not_foreign(void **state)
{
    static const char bytes[] = "\377\376 \300 \xd0 \xd0 \xd0 \0 \xf5\xf5";

    (void)state;
    assert_false(language_foreign((struct str){bytes, sizeof bytes - 1}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_words_are_told_from_those_that_say_something),
        cmocka_unit_test(a_foreign_text_is_told_from_an_english_one),
        cmocka_unit_test(bytes_at_random_are_not_judged),
        cmocka_unit_test(a_text_with_some_bad_bytes_is_judged),
        cmocka_unit_test(a_few_bytes_that_are_no_text_are_not_foreign),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
