/* The writer is in form/form.h (a file's functions carry its name). */
#include "form/form.h"
