! Coesite's models in Fortran (2008; the stop codes below are of 2018): the functions, types and constants of coesite.h, which is the manual, under their own names, but for
! COESITE_DOS_PROPERTY, as Fortran does not tell COESITE_DOS from coesite_dos.
!
!   use, intrinsic :: iso_c_binding
!   use coesite
!   type(c_ptr) :: model
!   type(coesite_results) :: results
!   real(c_double), target :: energy, forces(3, atoms)
!   if (coesite_open("silica" // c_null_char, c_null_ptr, model) /= COESITE_OK) error stop coesite_error()
!   results%energies = c_loc(energy)
!   results%forces = c_loc(forces)
!   if (coesite_evaluate(model, atoms, species, positions, c_loc(cell), c_null_ptr, results) /= COESITE_OK) error stop coesite_error()
!
! Arrays are those of C, last index fastest there and so first index fastest here: positions(3, atoms), cell(3, 3) with cell(:, 1) the first vector. What may be NULL is a
! type(c_ptr), to be given c_loc(array) or c_null_ptr. The size of each struct is set already. Texts that are handed over end with c_null_char.
! Compile this file with the program: module files are a compiler's own.
module coesite
  use, intrinsic :: iso_c_binding
  implicit none
  private :: copied

  integer(c_int), parameter :: COESITE_ABI_OF_MODULE = 1

  integer(c_int), parameter :: COESITE_OK = 0
  integer(c_int), parameter :: COESITE_ERROR_ARGUMENT = 1
  integer(c_int), parameter :: COESITE_ERROR_MODEL = 2
  integer(c_int), parameter :: COESITE_ERROR_STRUCTURE = 3
  integer(c_int), parameter :: COESITE_ERROR_DEVICE = 4
  integer(c_int), parameter :: COESITE_ERROR_MEMORY = 5
  integer(c_int), parameter :: COESITE_ERROR_JAVA = 6
  integer(c_int), parameter :: COESITE_ERROR_INTERNAL = 7

  integer(c_int), parameter :: COESITE_ANY = 0
  integer(c_int), parameter :: COESITE_ENERGY = 1
  integer(c_int), parameter :: COESITE_DOS_PROPERTY = 2
  integer(c_int), parameter :: COESITE_SHIELDING = 3
  integer(c_int), parameter :: COESITE_EFG = 4
  integer(c_int), parameter :: COESITE_TENSOR = 5

  integer(c_int), parameter :: COESITE_F64 = 0
  integer(c_int), parameter :: COESITE_F32 = 1

  integer(c_int), parameter :: COESITE_SOAP_SPECTRUM = 0
  integer(c_int), parameter :: COESITE_SOAP_FULL_SPECTRUM = 1
  integer(c_int), parameter :: COESITE_SOAP_EXPANSION = 2

  integer(c_int), parameter :: COESITE_ZERO_DATA = 0
  integer(c_int), parameter :: COESITE_ZERO_FERMI = 1
  integer(c_int), parameter :: COESITE_ZERO_ADAPTIVE = 2

  ! How a model is opened; as made, the defaults.
  type, bind(c) :: coesite_options
    integer(c_size_t) :: size = 32
    type(c_ptr) :: device = c_null_ptr
    integer(c_int) :: precision = COESITE_F64
    integer(c_int32_t) :: threads = 0
    integer(c_int) :: property = COESITE_ANY
    integer(c_int32_t) :: reserved = 0
  end type coesite_options

  ! Where coesite_evaluate puts what; as made, nothing is wanted.
  type, bind(c) :: coesite_results
    integer(c_size_t) :: size = 64
    type(c_ptr) :: energies = c_null_ptr
    type(c_ptr) :: uncertainties = c_null_ptr
    type(c_ptr) :: committee = c_null_ptr
    type(c_ptr) :: atom_energies = c_null_ptr
    type(c_ptr) :: outside = c_null_ptr
    type(c_ptr) :: forces = c_null_ptr
    type(c_ptr) :: stresses = c_null_ptr
  end type coesite_results

  ! Where coesite_evaluate_domain puts what; as made, nothing is wanted.
  type, bind(c) :: coesite_domain_results
    integer(c_size_t) :: size = 56
    type(c_ptr) :: energy = c_null_ptr
    type(c_ptr) :: committee = c_null_ptr
    type(c_ptr) :: atom_energies = c_null_ptr
    type(c_ptr) :: outside = c_null_ptr
    type(c_ptr) :: forces = c_null_ptr
    type(c_ptr) :: virial = c_null_ptr
  end type coesite_domain_results

  ! Where coesite_dos puts what; as made, nothing is wanted.
  type, bind(c) :: coesite_dos_results
    integer(c_size_t) :: size = 64
    type(c_ptr) :: curves = c_null_ptr
    type(c_ptr) :: uncertainties = c_null_ptr
    type(c_ptr) :: fermi_levels = c_null_ptr
    type(c_ptr) :: fermi_uncertainties = c_null_ptr
    type(c_ptr) :: data_levels = c_null_ptr
    type(c_ptr) :: electrons = c_null_ptr
    type(c_ptr) :: outside = c_null_ptr
  end type coesite_dos_results

  ! Where coesite_tensors puts what; as made, nothing is wanted. Elements of tensors(3, 3, atoms) are those of C with first and second index exchanged.
  type, bind(c) :: coesite_tensor_results
    integer(c_size_t) :: size = 56
    type(c_ptr) :: predicted = c_null_ptr
    type(c_ptr) :: tensors = c_null_ptr
    type(c_ptr) :: isotropic = c_null_ptr
    type(c_ptr) :: uncertainties = c_null_ptr
    type(c_ptr) :: committee = c_null_ptr
    type(c_ptr) :: outside = c_null_ptr
  end type coesite_tensor_results

  ! What a neighbour list is to hold; as made, everything, but the cutoff is to be set.
  type, bind(c) :: coesite_neighbour_options
    integer(c_size_t) :: size = 32
    real(c_double) :: cutoff = 0
    integer(c_int32_t) :: full = 1
    integer(c_int32_t) :: shifts = 1
    integer(c_int32_t) :: vectors = 1
    integer(c_int32_t) :: distances = 1
  end type coesite_neighbour_options

  ! A neighbour list, to be released by coesite_neighbour_list_free. Atoms are counted from 0 in i and j. An array is reached with
  ! call c_f_pointer(list%vectors, vectors, [3_c_int64_t, list%count]), where the count is not 0.
  type, bind(c) :: coesite_neighbour_list
    integer(c_size_t) :: size = 64
    integer(c_int64_t) :: count = 0
    type(c_ptr) :: i = c_null_ptr
    type(c_ptr) :: j = c_null_ptr
    type(c_ptr) :: shifts = c_null_ptr
    type(c_ptr) :: vectors = c_null_ptr
    type(c_ptr) :: distances = c_null_ptr
    type(c_ptr) :: memory = c_null_ptr
  end type coesite_neighbour_list

  ! Features of atoms, to be released by coesite_features_free. Where the precision is COESITE_F64, values are real(c_double) and reached with
  ! call c_f_pointer(features%values, values, [features%columns, features%rows]), and labels are integer(c_int32_t) in [label_count, columns].
  type, bind(c) :: coesite_features
    integer(c_size_t) :: size = 56
    integer(c_int64_t) :: rows = 0
    integer(c_int64_t) :: columns = 0
    integer(c_int) :: precision = COESITE_F64
    integer(c_int32_t) :: label_count = 0
    type(c_ptr) :: values = c_null_ptr
    type(c_ptr) :: labels = c_null_ptr
    type(c_ptr) :: memory = c_null_ptr
  end type coesite_features

  interface
    function coesite_abi() bind(c)
      import
      integer(c_int32_t) :: coesite_abi
    end function coesite_abi

    ! A C text; coesite_version_text gives a Fortran one.
    function coesite_version() bind(c)
      import
      type(c_ptr) :: coesite_version
    end function coesite_version

    ! A C text; coesite_error gives a Fortran one.
    function coesite_last_error() bind(c)
      import
      type(c_ptr) :: coesite_last_error
    end function coesite_last_error

    function coesite_open(source, options, model) bind(c)
      import
      character(kind=c_char), intent(in) :: source(*)
      type(c_ptr), value :: options
      type(c_ptr), intent(out) :: model
      integer(c_int) :: coesite_open
    end function coesite_open

    function coesite_close(model) bind(c)
      import
      type(c_ptr), value :: model
      integer(c_int) :: coesite_close
    end function coesite_close

    function coesite_predicts(model, property, predicts) bind(c)
      import
      type(c_ptr), value :: model
      integer(c_int), value :: property
      integer(c_int32_t), intent(out) :: predicts
      integer(c_int) :: coesite_predicts
    end function coesite_predicts

    function coesite_cutoff(model, cutoff) bind(c)
      import
      type(c_ptr), value :: model
      real(c_double), intent(out) :: cutoff
      integer(c_int) :: coesite_cutoff
    end function coesite_cutoff

    function coesite_species(model, capacity, species, count) bind(c)
      import
      type(c_ptr), value :: model
      integer(c_int32_t), value :: capacity
      integer(c_int32_t), intent(inout) :: species(*)
      integer(c_int32_t), intent(out) :: count
      integer(c_int) :: coesite_species
    end function coesite_species

    function coesite_members(model, members) bind(c)
      import
      type(c_ptr), value :: model
      integer(c_int32_t), intent(out) :: members
      integer(c_int) :: coesite_members
    end function coesite_members

    function coesite_describe(model, capacity, text) bind(c)
      import
      type(c_ptr), value :: model
      integer(c_int32_t), value :: capacity
      character(kind=c_char), intent(inout) :: text(*)
      integer(c_int) :: coesite_describe
    end function coesite_describe

    function coesite_evaluate(model, atoms, species, positions, cell, periodic, results) bind(c)
      import
      type(c_ptr), value :: model
      integer(c_int32_t), value :: atoms
      integer(c_int32_t), intent(in) :: species(*)
      real(c_double), intent(in) :: positions(*)
      type(c_ptr), value :: cell
      type(c_ptr), value :: periodic
      type(coesite_results), intent(in) :: results
      integer(c_int) :: coesite_evaluate
    end function coesite_evaluate

    function coesite_evaluate_batch(model, structures, offsets, species, positions, cells, periodic, results) bind(c)
      import
      type(c_ptr), value :: model
      integer(c_int32_t), value :: structures
      integer(c_int32_t), intent(in) :: offsets(*)
      integer(c_int32_t), intent(in) :: species(*)
      real(c_double), intent(in) :: positions(*)
      type(c_ptr), value :: cells
      type(c_ptr), value :: periodic
      type(coesite_results), intent(in) :: results
      integer(c_int) :: coesite_evaluate_batch
    end function coesite_evaluate_batch

    ! Atoms are counted from 0 in neighbours.
    function coesite_evaluate_domain(model, atoms, local, species, positions, start, neighbours, results) bind(c)
      import
      type(c_ptr), value :: model
      integer(c_int32_t), value :: atoms
      integer(c_int32_t), value :: local
      integer(c_int32_t), intent(in) :: species(*)
      real(c_double), intent(in) :: positions(*)
      integer(c_int32_t), intent(in) :: start(*)
      integer(c_int32_t), intent(in) :: neighbours(*)
      type(coesite_domain_results), intent(in) :: results
      integer(c_int) :: coesite_evaluate_domain
    end function coesite_evaluate_domain

    function coesite_dos_grid(model, start, step, count, zero) bind(c)
      import
      type(c_ptr), value :: model
      real(c_double), intent(out) :: start
      real(c_double), intent(out) :: step
      integer(c_int32_t), intent(out) :: count
      integer(c_int), intent(out) :: zero
      integer(c_int) :: coesite_dos_grid
    end function coesite_dos_grid

    function coesite_dos(model, structures, offsets, species, positions, cells, periodic, results) bind(c)
      import
      type(c_ptr), value :: model
      integer(c_int32_t), value :: structures
      integer(c_int32_t), intent(in) :: offsets(*)
      integer(c_int32_t), intent(in) :: species(*)
      real(c_double), intent(in) :: positions(*)
      type(c_ptr), value :: cells
      type(c_ptr), value :: periodic
      type(coesite_dos_results), intent(in) :: results
      integer(c_int) :: coesite_dos
    end function coesite_dos

    function coesite_tensor_element(model, element) bind(c)
      import
      type(c_ptr), value :: model
      integer(c_int32_t), intent(out) :: element
      integer(c_int) :: coesite_tensor_element
    end function coesite_tensor_element

    function coesite_tensor_unit(model, capacity, text) bind(c)
      import
      type(c_ptr), value :: model
      integer(c_int32_t), value :: capacity
      character(kind=c_char), intent(inout) :: text(*)
      integer(c_int) :: coesite_tensor_unit
    end function coesite_tensor_unit

    function coesite_tensors(model, structures, offsets, species, positions, cells, periodic, chosen, results) bind(c)
      import
      type(c_ptr), value :: model
      integer(c_int32_t), value :: structures
      integer(c_int32_t), intent(in) :: offsets(*)
      integer(c_int32_t), intent(in) :: species(*)
      real(c_double), intent(in) :: positions(*)
      type(c_ptr), value :: cells
      type(c_ptr), value :: periodic
      type(c_ptr), value :: chosen
      type(coesite_tensor_results), intent(in) :: results
      integer(c_int) :: coesite_tensors
    end function coesite_tensors

    function coesite_neighbours(atoms, positions, cell, periodic, options, list) bind(c)
      import
      integer(c_int32_t), value :: atoms
      real(c_double), intent(in) :: positions(*)
      type(c_ptr), value :: cell
      type(c_ptr), value :: periodic
      type(coesite_neighbour_options), intent(in) :: options
      type(coesite_neighbour_list), intent(inout) :: list
      integer(c_int) :: coesite_neighbours
    end function coesite_neighbours

    subroutine coesite_neighbour_list_free(list) bind(c)
      import
      type(coesite_neighbour_list), intent(inout) :: list
    end subroutine coesite_neighbour_list_free

    function coesite_terms(model, terms) bind(c)
      import
      type(c_ptr), value :: model
      integer(c_int32_t), intent(out) :: terms
      integer(c_int) :: coesite_terms
    end function coesite_terms

    ! A C text, to be handed to coesite_soap_open as it is.
    function coesite_hypers(model, term, capacity, text) bind(c)
      import
      type(c_ptr), value :: model
      integer(c_int32_t), value :: term
      integer(c_int32_t), value :: capacity
      character(kind=c_char), intent(inout) :: text(*)
      integer(c_int) :: coesite_hypers
    end function coesite_hypers

    function coesite_soap_open(hypers, count, species, options, soap) bind(c)
      import
      character(kind=c_char), intent(in) :: hypers(*)
      integer(c_int32_t), value :: count
      integer(c_int32_t), intent(in) :: species(*)
      type(c_ptr), value :: options
      type(c_ptr), intent(out) :: soap
      integer(c_int) :: coesite_soap_open
    end function coesite_soap_open

    function coesite_soap_close(soap) bind(c)
      import
      type(c_ptr), value :: soap
      integer(c_int) :: coesite_soap_close
    end function coesite_soap_close

    function coesite_soap_features(soap, kind, normalised, structures, offsets, species, positions, cells, periodic, &
        features) bind(c)
      import
      type(c_ptr), value :: soap
      integer(c_int), value :: kind
      integer(c_int32_t), value :: normalised
      integer(c_int32_t), value :: structures
      integer(c_int32_t), intent(in) :: offsets(*)
      integer(c_int32_t), intent(in) :: species(*)
      real(c_double), intent(in) :: positions(*)
      type(c_ptr), value :: cells
      type(c_ptr), value :: periodic
      type(coesite_features), intent(inout) :: features
      integer(c_int) :: coesite_soap_features
    end function coesite_soap_features

    subroutine coesite_features_free(features) bind(c)
      import
      type(coesite_features), intent(inout) :: features
    end subroutine coesite_features_free
  end interface

contains

  ! What was wrong with this thread's last call that failed.
  function coesite_error() result(text)
    character(len=:), allocatable :: text
    text = copied(coesite_last_error())
  end function coesite_error

  ! Version of the library that is loaded.
  function coesite_version_text() result(text)
    character(len=:), allocatable :: text
    text = copied(coesite_version())
  end function coesite_version_text

  function copied(source) result(text)
    type(c_ptr), intent(in) :: source
    character(len=:), allocatable :: text
    character(kind=c_char), pointer :: bytes(:)
    integer, parameter :: LONGEST = 4096
    integer :: length, i
    call c_f_pointer(source, bytes, [LONGEST])
    length = 0
    do while (bytes(length + 1) /= c_null_char)
      length = length + 1
    end do
    allocate(character(len=length) :: text)
    do i = 1, length
      text(i:i) = bytes(i)
    end do
  end function copied
end module coesite
