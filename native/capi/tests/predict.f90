! Predicts the structures on standard input one by one, and prints energies, forces and stresses, pairs within 3 angstrom, and of the first
! the model's features and shieldings: predict MODEL. Input as that of predict.c.
program predict
  use, intrinsic :: iso_c_binding
  use, intrinsic :: ieee_arithmetic, only: ieee_is_nan
  use coesite
  implicit none
  type(c_ptr) :: model
  type(coesite_options), target :: options
  type(coesite_results) :: results
  character(len=1024) :: source
  character(kind=c_char, len=4), target :: device = "cpu" // c_null_char
  real(c_double), target :: energy, stress(9), cell(3, 3)
  real(c_double), allocatable, target :: forces(:, :), positions(:, :)
  integer(c_int32_t), allocatable :: species(:)
  integer(c_int32_t), target :: periodic(3)
  integer(c_int32_t) :: members, count, known(8)
  real(c_double) :: cutoff
  type(coesite_neighbour_options) :: wanted
  type(coesite_neighbour_list) :: list
  type(c_ptr) :: soap, shieldings
  type(coesite_tensor_results) :: tensor_results
  real(c_double), allocatable, target :: tensors(:, :, :)
  type(coesite_features) :: features
  character(kind=c_char) :: hypers(4096)
  real(c_double), pointer :: values(:, :)
  integer(c_int32_t), pointer :: labels(:, :)
  integer(c_int32_t), pointer :: first(:)
  real(c_double), pointer :: vectors(:, :)
  integer :: structures, atoms, s, i

  if (coesite_abi() /= COESITE_ABI_OF_MODULE) error stop "another version of the interface"
  call get_command_argument(1, source)
  options%device = c_loc(device)
  options%threads = 1
  if (coesite_open(trim(source) // c_null_char, c_loc(options), model) /= COESITE_OK) error stop coesite_error()
  if (coesite_cutoff(model, cutoff) /= COESITE_OK) error stop coesite_error()
  if (coesite_members(model, members) /= COESITE_OK) error stop coesite_error()
  if (coesite_species(model, size(known), known, count) /= COESITE_OK) error stop coesite_error()
  print '(a, 10(1x, i0))', "known", known(:count)
  read *, structures
  do s = 1, structures
    read *, atoms
    read *, cell
    read *, periodic
    allocate(species(atoms), positions(3, atoms), forces(3, atoms))
    do i = 1, atoms
      read *, species(i), positions(:, i)
    end do
    results%energies = c_loc(energy)
    results%forces = c_loc(forces)
    results%stresses = c_loc(stress)
    if (coesite_evaluate(model, atoms, species, positions, c_loc(cell), c_loc(periodic), results) /= COESITE_OK) &
      error stop coesite_error()
    print '(a, 1x, es25.17e3)', "energy", energy
    print '(a, *(1x, es25.17e3))', "forces", forces
    if (all(periodic /= 0)) print '(a, *(1x, es25.17e3))', "stress", stress
    wanted%cutoff = 3
    if (coesite_neighbours(atoms, positions, c_loc(cell), c_loc(periodic), wanted, list) /= COESITE_OK) error stop coesite_error()
    call c_f_pointer(list%i, first, [list%count])
    call c_f_pointer(list%vectors, vectors, [3_c_int64_t, list%count])
    print '(a, *(1x, i0))', "i", first
    print '(a, *(1x, es25.17e3))', "vectors", vectors
    call coesite_neighbour_list_free(list)
    if (list%count /= 0) error stop "the list is not empty"
    if (s == 1) then
      if (coesite_hypers(model, 0, size(hypers), hypers) /= COESITE_OK) error stop coesite_error()
      if (coesite_soap_open(hypers, count, known, c_loc(options), soap) /= COESITE_OK) error stop coesite_error()
      if (coesite_soap_features(soap, COESITE_SOAP_SPECTRUM, 0, 1, [0, atoms], species, positions, c_loc(cell), &
        c_loc(periodic), features) /= COESITE_OK) error stop coesite_error()
      call c_f_pointer(features%values, values, [features%columns, features%rows])
      call c_f_pointer(features%labels, labels, [int(features%label_count, c_int64_t), features%columns])
      print '(a, *(1x, es25.17e3))', "values", values
      print '(a, *(1x, i0))', "labels", labels(:, features%columns)
      call coesite_features_free(features)
      if (coesite_soap_close(soap) /= COESITE_OK) error stop coesite_error()
      if (coesite_open("silicon-29" // c_null_char, c_loc(options), shieldings) /= COESITE_OK) error stop coesite_error()
      allocate(tensors(3, 3, atoms))
      tensor_results%tensors = c_loc(tensors)
      if (coesite_tensors(shieldings, 1, [0, atoms], species, positions, c_loc(cell), c_loc(periodic), c_null_ptr, &
        tensor_results) /= COESITE_OK) error stop coesite_error()
      print '(a, *(1x, es25.17e3))', "tensors", pack(tensors, .not. ieee_is_nan(tensors))
      if (coesite_close(shieldings) /= COESITE_OK) error stop coesite_error()
    end if
    deallocate(species, positions, forces)
  end do
  species = [79_c_int32_t]
  allocate(positions(3, 1))
  positions = 0
  results%forces = c_null_ptr
  results%stresses = c_null_ptr
  if (coesite_evaluate(model, 1, species, positions, c_null_ptr, c_null_ptr, results) /= COESITE_ERROR_STRUCTURE) &
    error stop "gold is not refused"
  print '(a, 1x, a)', "error", coesite_error()
  if (coesite_close(model) /= COESITE_OK) error stop coesite_error()
end program predict
