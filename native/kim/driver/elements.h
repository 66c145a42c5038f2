#ifndef COESITE_KIM_ELEMENTS_H
#define COESITE_KIM_ELEMENTS_H

// The symbol of an atomic number, such as "Si"; NULL for a number that has none.
char const* element_symbol(int number);

#endif
